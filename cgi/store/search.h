/* Search in a server's messages (server.messages.search). */
#ifndef OHKAY_CGI_STORE_SEARCH_H
#define OHKAY_CGI_STORE_SEARCH_H

#include "cgi/ctx.h"

/* So many of the newest messages that match are looked at, ranked and counted. */
enum { SEARCH_FOUND_MAX = 1000 };

/* What to look for: everything that is given must hold. */
struct search_filter {
    const struct str *terms; /* all of them; none when term_count is 0 */
    size_t term_count;
    const int64_t *channel_ids; /* only there */
    size_t channel_count;
    int64_t author_id;       /* 0: anybody */
    int64_t mentioned_id;    /* 0: anybody, or nobody */
    const struct str *kinds; /* link, embed, file, image, video, sound */
    size_t kind_count;
    int64_t before_id, after_id; /* both exclusive; INT64_MAX and 0 for no bound */
    int64_t before_ms, after_ms; /* created before the one, and not before the other; since 1970 */
};

/* A message that matches; its text only when there are terms. */
struct search_hit {
    int64_t id;
    struct str content;
    int rank; /* for the caller's use; 0 */
};

/* The channels whose messages the caller may read, ids in the arena. ERR_NOT_FOUND when he is not a
 * member. */
enum err search_channels(struct ctx *ctx, struct db *db, const int64_t **ids, size_t *count);

/* The newest matches, newest first, at most SEARCH_FOUND_MAX. ERR_UNAVAILABLE when it takes longer
 * than a worker can be spared for. */
enum err search_find(struct ctx *ctx, struct db *db, const struct search_filter *filter,
                     struct search_hit **hits, size_t *count);

/* Messages by id, in that order, less those deleted meanwhile: rows of JSON and content. */
enum err search_load(struct ctx *ctx, struct db *db, int64_t server_id, const int64_t *ids,
                     size_t count, struct db_rows *rows);

#endif
