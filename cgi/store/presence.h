/* Who has a socket open: pushd writes it to Redis, workers read it. */
#ifndef OHKAY_CGI_STORE_PRESENCE_H
#define OHKAY_CGI_STORE_PRESENCE_H

#include "cgi/ctx.h"

/* Which of the users have a socket anywhere, in the arena; `*online_count` is how many. Nobody when
 * Redis is down. */
const int64_t *presence_of(struct ctx *ctx, const int64_t *ids, size_t count, size_t *online_count);

#endif
