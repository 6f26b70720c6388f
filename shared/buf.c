#include "shared/buf.h"

#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_cleanup(struct buf *b)
{
    free(b->ptr);
    *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
}

char *buf_reserve(struct buf *b, size_t more)
{
    if (b->failed || more > b->max - b->len) {
        b->failed = true;
        return NULL;
    }
    /* One spare byte beyond what was asked for: buf_cstr's terminator. */
    size_t need = b->len + more + 1;
    if (need > b->cap) {
        size_t cap = b->cap ? b->cap : 64;
        while (cap < need)
            cap *= 2;
        char *grown = realloc(b->ptr, cap);
        if (!grown)
            abort();
        b->ptr = grown;
        b->cap = cap;
    }
    return b->ptr + b->len;
}

bool buf_add(struct buf *b, struct str s)
{
    char *to = buf_reserve(b, s.len);
    if (!to)
        return false;
    if (s.len > 0)
        memcpy(to, s.ptr, s.len);
    b->len += s.len;
    return true;
}

bool buf_add_cstr(struct buf *b, const char *cstr)
{
    return buf_add(b, str_from(cstr));
}

bool buf_add_char(struct buf *b, char c)
{
    return buf_add(b, str_of(&c, 1));
}

bool buf_add_i64(struct buf *b, int64_t value)
{
    return buf_printf(b, "%lld", (long long) value);
}

bool buf_vprintf(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *to = len >= 0 ? buf_reserve(b, (size_t) len) : NULL;
    if (to) {
        /* buf_reserve keeps one byte to spare for the terminator. */
        vsnprintf(to, (size_t) len + 1, format, again);
        b->len += (size_t) len;
    }
    va_end(again);
    return to != NULL;
}

bool buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    bool ok = buf_vprintf(b, format, args);
    va_end(args);
    return ok;
}

void buf_consume(struct buf *b, size_t count)
{
    if (count >= b->len) {
        b->len = 0;
        return;
    }
    memmove(b->ptr, b->ptr + count, b->len - count);
    b->len -= count;
}

const char *buf_cstr(struct buf *b)
{
    if (b->cap == 0 && !buf_reserve(b, 0))
        return "";
    b->ptr[b->len] = '\0';
    return b->ptr;
}
