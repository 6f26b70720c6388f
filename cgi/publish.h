/* From queued events to Redis: the durable stream, or the volatile channel. */
#ifndef OHKAY_CGI_PUBLISH_H
#define OHKAY_CGI_PUBLISH_H

#include "cgi/ctx.h"

/* Publish the first `count` queued events in their order, in one round trip. What they speak of is
 * committed: when Redis is down they are given up, and their rooms told to resync once it is back.
 */
void publish_events(struct ctx *ctx, size_t count);

#endif
