/* Ohkay on top of Socket.IO: who may connect, what clients may emit, and what reaches them.
 *
 * It decides nothing itself: workers do. It holds the sockets, the rooms they sit in, and the
 * questions under way. One thread, never blocks. */
#ifndef OHKAY_PUSHD_GATEWAY_GATEWAY_H
#define OHKAY_PUSHD_GATEWAY_GATEWAY_H

#include "pushd/link/bus_entry.h"
#include "pushd/link/presence_store.h"
#include "pushd/link/upstream.h"
#include "pushd/session/sio_socket.h"

#include <uv.h>

struct gateway;

/* `upstream` must outlive the gateway's gateway_stop. */
struct gateway *gateway_create(uv_loop_t *loop, struct upstream *upstream);

/* What the transport is given; valid as long as the gateway. */
const struct sio_app *gateway_app(const struct gateway *g);

/* Where presence is written. Set once, before anything happens; must outlive gateway_stop. */
void gateway_set_store(struct gateway *g, struct presence_store *store);

/* Deliver what the workers published: the event first, then the control. */
void gateway_entry(struct gateway *g, const struct bus_entry *entry);
void gateway_volatile_event(struct gateway *g, const struct bus_entry *entry);

/* All of the stream up to there was handed over. */
void gateway_seen(struct gateway *g, struct stream_id id);

/* Events and controls may have been missed: tell every socket to fetch again, and ask the workers
 * again what each may hear. */
void gateway_gap(struct gateway *g);

/* Write everybody's presence to the store anew. */
void gateway_rebuild_presence(struct gateway *g);

/* Ask and answer nothing any more; sockets may still disconnect. Closes its handles. */
void gateway_stop(struct gateway *g);

/* Free it. Every socket has disconnected, and the loop has run the closing of its handles. */
void gateway_destroy(struct gateway *g);

#endif
