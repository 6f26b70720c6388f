/* What waits until it is known who may hear it: entries of the stream that concern one server, in
 * their order, from the control that put its rights in question on.
 *
 * Pure. Each entry is a copy, owned by the queue until it is taken; how many bytes they are is
 * counted, and bounded by whoever keeps them. */
#ifndef OHKAY_PUSHD_GATEWAY_HELD_H
#define OHKAY_PUSHD_GATEWAY_HELD_H

#include "pushd/link/bus_entry.h"

struct held_entry {
    struct held_entry *next;
    struct bus_entry entry; /* its texts lie behind it */
    struct str heard;       /* rooms that were served already: who sits there has heard it */
    uint64_t number;        /* the running number of what was held */
    uint64_t at_ms;         /* since when it waits */
    size_t bytes;
    char text[];
};

struct held {
    struct held_entry *first, *last;
    size_t bytes;
};

/* Put a copy at the end; the rest of `entry` as given. */
struct held_entry *held_push(struct held *h, const struct bus_entry *entry, struct str heard);

/* Take the oldest off; the caller frees it with free(). NULL when there is none. */
struct held_entry *held_take(struct held *h);

void held_cleanup(struct held *h);

/* The newest recheck that stands at `upto` or before it; NULL: none. */
const struct held_entry *held_last_recheck(const struct held *h, struct stream_id upto);

/* Whom the rechecks up to there are about: `*user_id`, or everybody (0). Returns how many there
 * are. */
size_t held_scope(const struct held *h, struct stream_id upto, int64_t *user_id);

/* Part the rooms of an event (names separated by single spaces): those of the server into `own`,
 * the others into `others`. A user's and a session's rooms go with the server's when the event
 * concerns no other place, so that what happens in one place is heard in its order. */
void held_part(struct str rooms, int64_t server_id, struct buf *own, struct buf *others);

#endif
