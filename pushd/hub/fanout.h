/* Delivery: one event, encoded once, to every socket of the addressed rooms.
 *
 * Each socket gets it once, however many of the rooms it sits in. Nothing is allocated for a
 * recipient; a slow one is the transport's business and holds up nobody. */
#ifndef OHKAY_PUSHD_HUB_FANOUT_H
#define OHKAY_PUSHD_HUB_FANOUT_H

#include "pushd/hub/rooms.h"
#include "pushd/session/sio_socket.h"

/* A member of rooms that hears events; embedded in the caller's own struct. */
struct fanout_target {
    struct rooms_member member;
    struct sio_socket *socket; /* borrowed, valid while the member sits in any room */
    int64_t user_id;
};

/* Send the event `name` with the JSON `data` to the rooms named in `names` (separated by single
 * spaces), leaving out the sockets of user `except` (0: nobody). Returns how many it went to. */
size_t fanout_event(struct rooms *r, struct str names, int64_t except, struct str name,
                    struct str data);

#endif
