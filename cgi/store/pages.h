/* A page of a list that grows: which ids, and how many. */
#ifndef OHKAY_CGI_STORE_PAGES_H
#define OHKAY_CGI_STORE_PAGES_H

#include "cgi/ctx.h"

/* The `newer` first ids above `after_id`, and the `older` last ones below `before_id`. */
struct page {
    int64_t before_id, older;
    int64_t after_id, newer;
};

/* Which page it is when none is asked for. */
enum page_preset { PAGE_FIRST, PAGE_NEWEST };

/* Read limit, before, after and around from the query. At most one of the last three may be
 * given. */
struct page page_of_query(struct ctx *ctx, enum page_preset preset);

/* A statement for such a page. `place`, a column of `messages`, is $1; `shape` is the JSON text of
 * alias m with the author's profile p. $2 before_id, $3 older, $4 after_id, $5 newer. Two walks
 * along the index of the place, then the JSON. The place is compared and sorted by as if there
 * could be several: else the planner may think the primary key as good, and walk through all other
 * places. */
// clang-format off
#define PAGE_STATEMENT(place, shape) \
    "SELECT concat('[', string_agg(" shape ", ',' ORDER BY m.id), ']') FROM (" \
    "(SELECT * FROM messages o WHERE o." place " = ANY (ARRAY[$1::bigint]) AND o.deleted_at IS NULL" \
    "  AND o.id < $2::bigint ORDER BY o." place " DESC, o.id DESC LIMIT $3::bigint)" \
    " UNION ALL" \
    " (SELECT * FROM messages n WHERE n." place " = ANY (ARRAY[$1::bigint]) AND n.deleted_at IS NULL" \
    "  AND n.id > $4::bigint ORDER BY n." place ", n.id LIMIT $5::bigint)" \
    ") m LEFT JOIN profiles p ON p.user_id = m.author_id"
// clang-format on

#endif
