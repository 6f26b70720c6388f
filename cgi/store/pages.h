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

/* A statement for such a page. `table` has columns id and deleted_at and the column `place`, which
 * is $1; `shape` is the JSON of alias m with the author's profile p. $2 before_id, $3 older, $4
 * after_id, $5 newer. Two walks along the index, then the JSON. */
#define PAGE_STATEMENT(place, shape)                                                               \
    "SELECT coalesce(json_agg(" shape " ORDER BY m.id), '[]') FROM ("                              \
    "(SELECT * FROM messages o WHERE o." place " = $1::bigint AND o.deleted_at IS NULL"            \
    "  AND o.id < $2::bigint ORDER BY o.id DESC LIMIT $3::bigint)"                                 \
    " UNION ALL"                                                                                   \
    " (SELECT * FROM messages n WHERE n." place " = $1::bigint AND n.deleted_at IS NULL"           \
    "  AND n.id > $4::bigint ORDER BY n.id LIMIT $5::bigint)"                                      \
    ") m LEFT JOIN profiles p ON p.user_id = m.author_id"

#endif
