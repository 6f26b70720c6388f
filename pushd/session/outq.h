/* The frames that wait for one connection: a queue of references, bounded in bytes and in number.
 *
 * A push over a bound is refused and marks the queue overflowed; the owner then closes the
 * connection instead of letting a slow reader grow memory. An idle queue owns no memory. */
#ifndef OHKAY_PUSHD_SESSION_OUTQ_H
#define OHKAY_PUSHD_SESSION_OUTQ_H

#include "pushd/session/frame.h"

#include <stddef.h>
#include <stdint.h>

struct outq {
    struct frame **ring; /* owned array of owned references; NULL while nothing waits */
    uint32_t head;       /* index of the oldest */
    uint32_t count;      /* frames waiting */
    uint32_t capacity;   /* slots in `ring`, a power of two or 0 */
    uint32_t max_frames;
    size_t bytes;     /* sum of what waits, with a small overhead for each frame */
    size_t max_bytes; /* bound of `bytes` */
    bool overflowed;  /* a push was refused */
};

/* Make an empty queue that holds at most `max_bytes` and `max_frames`. */
void outq_init(struct outq *q, size_t max_bytes, uint32_t max_frames);

/* Drop everything and free the memory; the queue stays usable. */
void outq_clear(struct outq *q);

/* Append a reference of its own to `f`. Returns false, and marks the queue overflowed, when a bound
 * would be passed. One frame is always accepted by an empty queue, whatever its size. */
bool outq_push(struct outq *q, struct frame *f);

/* The oldest frame, borrowed, or NULL when empty. */
struct frame *outq_peek(const struct outq *q);

/* The frame `index` places behind the oldest, borrowed, or NULL beyond the end: so that several can
 * leave in one write. */
struct frame *outq_at(const struct outq *q, uint32_t index);

/* Drop the oldest frame's reference. The queue must not be empty. */
void outq_pop(struct outq *q);

#endif
