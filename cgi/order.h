/* Events of one place leave in the order in which the database committed.
 *
 * Transactions commit in one order and workers reach Redis in another. So whoever writes to a
 * channel or a conversation holds a lock of its database session, from before the write until its
 * events are published. A worker that dies loses its connection, and with it the lock. */
#ifndef OHKAY_CGI_ORDER_H
#define OHKAY_CGI_ORDER_H

#include "cgi/ctx.h"

/* The lock of the server as a whole: members, roles, channels, settings. It waits for everybody who
 * writes to one of its channels, and they wait for it: so who may see a channel never changes
 * between a message's writing and its event. Channels and conversations use their ids, which begin
 * at 1. */
#define ORDER_SERVER_KEY 0

/* Send the lock's statement in one transaction with the statement sent next on `db`, which is not
 * run when the lock cannot be had (within PostgreSQL's lock_timeout). Take its answer with
 * order_taken before the other's. The dispatcher releases it after the events are out. At most one
 * a request. Not for ORDER_SERVER_KEY. */
void order_send(struct ctx *ctx, struct db *db, int64_t key);
enum err order_taken(struct ctx *ctx);

/* The same, waiting for it. With ORDER_SERVER_KEY, what is kept for the lists of servers is
 * forgotten before it returns (see store/summaries.h). */
enum err order_take(struct ctx *ctx, struct db *db, int64_t key);

/* ORDER_SERVER_KEY for a change that touches no other member's rights or counts than the caller's:
 * he joins. */
enum err order_take_for_one(struct ctx *ctx, struct db *db);

/* The server as a whole stays as it is until the lock is released: whoever changes it waits, and
 * whoever was changing it has told of it. Who writes to channels goes on. */
enum err order_hold_still(struct ctx *ctx, struct db *db);

/* Let go, if anything is held; waits for nothing. */
void order_release(struct ctx *ctx);

#endif
