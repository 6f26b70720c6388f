/* From queued events to Redis: the durable stream, or the volatile channel. */
#ifndef OHKAY_CGI_PUBLISH_H
#define OHKAY_CGI_PUBLISH_H

#include "cgi/ctx.h"

/* Publish the first `count` queued events in their order, in one round trip. What they speak of is
 * committed: when Redis is down they are given up, and their rooms told to resync once it is back.
 * Controls, and that a session was ended, are kept until then. */
void publish_events(struct ctx *ctx, size_t count);

/* Whether Redis is still to be told something, and telling it: what remains, remains. */
bool publish_is_behind(const struct worker *worker);
void publish_missed(struct worker *worker);

/* Where the stream of events ends, as "<ms>-<sequence>" in the arena. ERR_UNAVAILABLE. */
enum err publish_position(struct ctx *ctx, struct str *id);

#endif
