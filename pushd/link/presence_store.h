/* Who is here, told to Redis for the workers: the hash ohkay:presence:<node> (user id -> status),
 * and this node's heartbeat in the sorted set ohkay:nodes.
 *
 * The hash expires 60 s after the last heartbeat, so that a dead node leaves no ghosts; a node that
 * starts under the same name begins with an empty one. It keeps no list of its own: whenever Redis
 * may have forgotten, `rebuild` asks for everything again. */
#ifndef OHKAY_PUSHD_LINK_PRESENCE_STORE_H
#define OHKAY_PUSHD_LINK_PRESENCE_STORE_H

#include "pushd/link/endpoint.h"

#include <uv.h>

struct presence_store;

struct presence_store_handlers {
    void *ctx;
    void (*rebuild)(void *ctx); /* answer with presence_store_set for everybody who is here */
};

/* Begin to connect. `node` is 1 to 100 bytes, copied. */
struct presence_store *presence_store_create(uv_loop_t *loop, const struct endpoint *redis,
                                             const char *node,
                                             const struct presence_store_handlers *handlers);

/* Write a user's status. Does nothing while Redis is down: it is rebuilt later. */
void presence_store_set(struct presence_store *s, int64_t user_id, const char *status);

/* Take a user out. Does nothing while Redis is down: the hash is then emptied by the rebuilding. */
void presence_store_remove(struct presence_store *s, int64_t user_id);

/* Call `done` once everything written before is in Redis; exactly once, at once when it is down. */
void presence_store_flush(struct presence_store *s, void (*done)(void *ctx), void *ctx);

/* Take this node out of Redis, close, and free the store once the loop has run its handles'
 * closing. No `done` is called any more. */
void presence_store_close(struct presence_store *s);

#endif
