/* What the workers publish: the durable stream of events, read from the last seen entry on, and the
 * volatile channel.
 *
 * Each entry is handed over once and in the stream's order. When it cannot be known that nothing
 * was missed (Redis could not be reached for a while, so that workers may have failed to publish;
 * the stream was cut behind what we had read) `gap` is called, after what the stream still holds
 * was handed over. It only reads. */
#ifndef OHKAY_PUSHD_LINK_BUS_H
#define OHKAY_PUSHD_LINK_BUS_H

#include "pushd/link/bus_entry.h"
#include "pushd/link/endpoint.h"

#include <uv.h>

struct bus;

struct bus_handlers {
    void *ctx;
    void (*entry)(void *ctx, const struct bus_entry *entry); /* of the stream */
    void (*volatile_event)(void *ctx,
                           const struct bus_entry *entry); /* event, data, rooms, except */
    void (*seen)(void *ctx, struct stream_id id);          /* all up to here was handed over */
    void (*gap)(void *ctx);                                /* also at the first connection */
};

/* Begin to connect. */
struct bus *bus_create(uv_loop_t *loop, const struct endpoint *redis,
                       const struct bus_handlers *handlers);

/* Close, and free the bus once the loop has run its handles' closing. */
void bus_close(struct bus *b);

#endif
