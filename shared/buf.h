/* A growable byte buffer that names its maximum.
 *
 * It owns its bytes. When a write would pass `max` the buffer becomes `failed`, keeps what it had,
 * and ignores later writes: writers need not check each call, only `buf_ok` at the end. Out of
 * memory aborts. */
#ifndef OHKAY_SHARED_BUF_H
#define OHKAY_SHARED_BUF_H

#include "shared/str.h"

#include <stdarg.h>

struct buf {
    char *ptr;   /* owned; NULL while nothing was ever written */
    size_t len;  /* bytes in use */
    size_t cap;  /* bytes allocated */
    size_t max;  /* never holds more than this many bytes */
    bool failed; /* a write did not fit */
};

/* Make an empty buffer that may grow to `max` bytes. Allocates nothing yet. */
void buf_init(struct buf *b, size_t max);

/* Free the bytes; the buffer may be initialised again. Safe on a zeroed struct. */
void buf_cleanup(struct buf *b);

/* Empty it and clear `failed`; the memory is kept for reuse. */
void buf_clear(struct buf *b);

static inline bool buf_ok(const struct buf *b)
{
    return !b->failed;
}

/* Borrow what is in the buffer; valid until the next write. */
static inline struct str buf_str(const struct buf *b)
{
    return (struct str){.ptr = b->ptr, .len = b->len};
}

/* Append. Each returns false, and marks the buffer failed, when it would pass `max`. */
bool buf_add(struct buf *b, struct str s);
bool buf_add_cstr(struct buf *b, const char *cstr);
bool buf_add_char(struct buf *b, char c);
bool buf_add_i64(struct buf *b, int64_t value);
bool buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_vprintf(struct buf *b, const char *format, va_list args);

/* Make room for `more` bytes after `len` and return where they go, or NULL when they would pass
 * `max`. The caller writes there and adds what it wrote to `len`. */
char *buf_reserve(struct buf *b, size_t more);

/* Drop `count` bytes from the front (all of it when `count` is larger). */
void buf_consume(struct buf *b, size_t count);

/* NUL-terminate without counting the NUL, and return the bytes as a C string ("" when empty or
 * failed to grow). */
const char *buf_cstr(struct buf *b);

#endif
