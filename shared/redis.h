/* A blocking Redis connection for workers, by hiredis: opened when first needed, given up on
 * errors, tried again later.
 *
 * Redis is never needed to decide or to store: every call may answer "not now", and callers go on
 * without. */
#ifndef OHKAY_SHARED_REDIS_H
#define OHKAY_SHARED_REDIS_H

#include "shared/buf.h"

#include <hiredis/hiredis.h>

struct redis;

/* Remember the address (redis://[:password@]host:port[/db] or unix:///path; borrowed); connects
 * when first used. */
struct redis *redis_create(const char *url);
void redis_destroy(struct redis *r);

/* Run one command, printf-like as hiredis formats it (%s, %b). Waits at most a second. Returns the
 * reply, to be freed with freeReplyObject, or NULL when Redis cannot be reached (then it is not
 * tried again for 200 ms), or answered with an error, which is logged. */
redisReply *redis_command(struct redis *r, const char *format, ...);

/* The same for several commands in one round trip: queue each, then take as many replies as were
 * queued. */
void redis_queue(struct redis *r, const char *format, ...);
redisReply *redis_next(struct redis *r);

/* As redis_queue, from an argument vector. */
void redis_queue_argv(struct redis *r, int argc, const char **argv, const size_t *lengths);

/* Append one command, as it goes to Redis, to a buffer for later. Returns false when that is full.
 */
bool redis_format_argv(struct buf *out, int argc, const char **argv, const size_t *lengths);

/* As redis_queue, `count` commands made so. */
void redis_queue_formatted(struct redis *r, struct str commands, unsigned count);

/* Try to connect at the next call even if it failed a moment ago: for what must not be left out,
 * such as events. */
void redis_insist(struct redis *r);

/* Whether Redis answers, and how long that took in microseconds. */
bool redis_ping(struct redis *r, uint64_t *us);

/* When the Redis we are connected to was started, in milliseconds since the epoch (to the second,
 * rounded up); INT64_MAX when it cannot be reached. What Redis was told before that moment it may
 * have forgotten. */
int64_t redis_started_ms(struct redis *r);

/* Which run of Redis we are connected to: another one may have forgotten, or remember what is old.
 * Empty when it cannot be reached. */
const char *redis_run_id(struct redis *r);

#endif
