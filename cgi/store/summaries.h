/* What GET /api/servers says of the caller in each server (permissions, unread, mentions) without
 * asking each server's database. Kept in Redis, always recomputable, and right or absent. ADR 14.
 *
 *   ohkay:heads:<server>  hash: r (run of Redis), e (epoch), and per channel
 * "<messages>,<everyone>" ohkay:marks:<user>    hash: per server what he had read of its channels,
 * in one epoch
 *
 * unread = the sum over the channels he may see of max(0, head - read). Hence a message costs one
 * HSET for all members together.
 *
 * Invariants:
 *  - A head is written absolutely, under the channel's order lock: later is newer.
 *  - A mark counts only with the epoch and the run of Redis it was made in. Deleting the heads is
 *    therefore always safe, at any time and any number of times, and so is deleting a mark.
 *  - Whoever changes a server as a whole deletes its heads after he has the server's order lock and
 *    before he writes (order_take does it); whoever computes a mark waits for that lock. So nothing
 *    is computed in between, and a worker killed there leaves nothing old behind.
 *  - Whoever computes a mark puts a token in its place first and stores only if the token and the
 *    epoch still stand: of two at once, none leaves what the other, or an event, made old.
 *  - Marks are deleted before heads are written and read after them.
 *  - Without Redis the databases are asked, one statement a server. */
#ifndef OHKAY_CGI_STORE_SUMMARIES_H
#define OHKAY_CGI_STORE_SUMMARIES_H

#include "cgi/ctx.h"

struct summary {
    int64_t server_id;
    bool is_known;  /* false: its database cannot be reached now */
    bool is_member; /* false: he was just removed */
    uint64_t permissions;
    int64_t unread_count, mention_count;
};

/* Fill in the caller's summaries of these servers, and keep those that had to be computed. */
void summaries_load(struct ctx *ctx, struct summary *list, size_t count);

/* Keep the one of a server's owner at its creation, before anybody else can know of the server. */
void summaries_plant(struct ctx *ctx, int64_t server_id, int64_t channel_id);

/* Forget, now, what is kept of a server, or of the caller in it. Call it with the server's order
 * lock and before the change. When Redis cannot be told, it is after the commit, or later. */
void summaries_forget_server(struct ctx *ctx, int64_t server_id);
void summaries_forget_mine(struct ctx *ctx, int64_t server_id);

#endif
