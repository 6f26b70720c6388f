/* One kept connection to Redis on the loop: it connects, logs in, and tries again for ever with a
 * short back-off (100 ms, doubling to 1 s).
 *
 * "Up" means that Redis answers: one that is still loading its data is not up. Nothing blocks; a
 * host's name is resolved anew for every try. */
#ifndef OHKAY_PUSHD_LINK_REDIS_LINK_H
#define OHKAY_PUSHD_LINK_REDIS_LINK_H

#include "pushd/link/endpoint.h"

#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <uv.h>

struct redis_link;

struct redis_link_handlers {
    void *ctx;
    void (*up)(void *ctx);   /* commands may be sent from now on */
    void (*down)(void *ctx); /* after `up`, once; NULL for not interested */
};

/* Begin to connect. `name` is a literal for the log. */
struct redis_link *redis_link_create(uv_loop_t *loop, const struct endpoint *endpoint,
                                     const char *name, const struct redis_link_handlers *handlers);

/* Whether commands may be sent. */
bool redis_link_is_up(const struct redis_link *l);

/* Send a command and hand the reply to `fn` (see hiredis; a NULL reply means the connection was
 * lost). Returns false, and never calls `fn`, when the link is down. `fn` may be NULL. */
bool redis_link_send(struct redis_link *l, redisCallbackFn *fn, void *ctx, int argc,
                     const char **argv, const size_t *lengths);

/* Give this connection up, and connect again after the back-off. */
void redis_link_drop(struct redis_link *l, const char *why);

/* Close, and free the link once the loop has run its handles' closing; then `closed` is called,
 * unless NULL. `flush`: first wait for the replies to what was sent (not for a link that waits for
 * something endless). No handler is called any more; reply callbacks still are. */
void redis_link_close(struct redis_link *l, bool flush, void (*closed)(void *ctx), void *ctx);

#endif
