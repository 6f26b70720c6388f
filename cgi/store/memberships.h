/* Who is in which server (registry.memberships): what lists and discovery need. What a member may
 * do is in the server's own database. */
#ifndef OHKAY_CGI_STORE_MEMBERSHIPS_H
#define OHKAY_CGI_STORE_MEMBERSHIPS_H

#include "cgi/ctx.h"

/* The ids of a user's servers, in the order he joined them; in the arena. */
enum err memberships_of(struct ctx *ctx, int64_t user_id, const int64_t **server_ids,
                        size_t *count);

/* The ids of servers he was in and left, by himself or not. He may be there again. */
enum err memberships_former(struct ctx *ctx, int64_t user_id, const int64_t **server_ids,
                            size_t *count);

/* Note that a user is in a server, and count him once. `*added` tells whether he was not before. */
enum err memberships_add(struct ctx *ctx, int64_t server_id, int64_t user_id, bool *added);

/* Note that he is not. `*was_there` tells whether he was. */
enum err memberships_remove(struct ctx *ctx, int64_t server_id, int64_t user_id, bool *was_there);

#endif
