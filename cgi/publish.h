/* From queued events to Redis: the durable stream, or the volatile channel. */
#ifndef OHKAY_CGI_PUBLISH_H
#define OHKAY_CGI_PUBLISH_H

#include "cgi/ctx.h"

/* Publish the queued events in their order, in one round trip: all of them when the request was
 * done, else those that are settled. What they speak of is committed: when Redis is down they are
 * given up, and their rooms told to resync once it is back. Controls, that a session was ended, and
 * which summaries are old, are kept until then. */
void publish_events(struct ctx *ctx, bool is_done);

/* Publish all that is queued, and let go of the order lock: what follows in this request is a piece
 * of work of its own, with events and a lock of its own. Everything queued must be committed. */
void publish_so_far(struct ctx *ctx);

/* Whether Redis is still to be told something, and telling it: what remains, remains. */
bool publish_is_behind(const struct worker *worker);
void publish_missed(struct worker *worker);

/* Where the stream of events ends, as "<ms>-<sequence>" in the arena. ERR_UNAVAILABLE. */
enum err publish_position(struct ctx *ctx, struct str *id);

#endif
