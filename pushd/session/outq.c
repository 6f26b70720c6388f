#include "pushd/session/outq.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 8, FRAME_OVERHEAD_BYTES = 64 };

/* The queue's own cost counts too: a million empty frames are not free. */
static size_t weight(const struct frame *f)
{
    return frame_bytes(f).len + FRAME_OVERHEAD_BYTES;
}

void outq_init(struct outq *q, size_t max_bytes, uint32_t max_frames)
{
    *q = (struct outq){.max_bytes = max_bytes, .max_frames = max_frames};
}

void outq_clear(struct outq *q)
{
    while (q->count > 0)
        outq_pop(q);
    free(q->ring);
    q->ring = NULL;
    q->capacity = 0;
}

static void grow(struct outq *q)
{
    uint32_t capacity = q->capacity ? q->capacity * 2 : FIRST_CAPACITY;
    struct frame **ring = malloc(capacity * sizeof(struct frame *));
    if (!ring)
        abort();
    for (uint32_t i = 0; i < q->count; i++)
        ring[i] = outq_at(q, i);
    free(q->ring);
    q->ring = ring;
    q->head = 0;
    q->capacity = capacity;
}

bool outq_push(struct outq *q, struct frame *f)
{
    size_t more = weight(f);
    bool fits =
        q->count < q->max_frames && q->bytes <= q->max_bytes && more <= q->max_bytes - q->bytes;
    if (q->count > 0 && !fits) {
        q->overflowed = true;
        return false;
    }
    if (q->count == q->capacity)
        grow(q);
    q->ring[(q->head + q->count) & (q->capacity - 1)] = frame_ref(f);
    q->count++;
    q->bytes += more;
    return true;
}

struct frame *outq_peek(const struct outq *q)
{
    return outq_at(q, 0);
}

struct frame *outq_at(const struct outq *q, uint32_t index)
{
    return index < q->count ? q->ring[(q->head + index) & (q->capacity - 1)] : NULL;
}

void outq_pop(struct outq *q)
{
    assert(q->count > 0);
    struct frame *f = q->ring[q->head];
    q->head = (q->head + 1) & (q->capacity - 1);
    q->count--;
    q->bytes -= weight(f);
    frame_unref(f);
    if (q->count == 0) {
        free(q->ring);
        q->ring = NULL;
        q->capacity = 0;
        q->head = 0;
    }
}
