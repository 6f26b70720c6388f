#include "shared/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t cap;
    size_t used;
    _Alignas(max_align_t) char bytes[];
};

static struct arena_block *block_create(struct arena_block *next, size_t cap)
{
    struct arena_block *block = malloc(sizeof(*block) + cap);
    if (!block)
        abort();
    block->next = next;
    block->cap = cap;
    block->used = 0;
    return block;
}

void arena_init(struct arena *a)
{
    a->head = NULL;
}

void arena_cleanup(struct arena *a)
{
    while (a->head) {
        struct arena_block *next = a->head->next;
        free(a->head);
        a->head = next;
    }
}

void arena_reset(struct arena *a)
{
    while (a->head && (a->head->next || a->head->cap > BLOCK_BYTES)) {
        struct arena_block *next = a->head->next;
        free(a->head);
        a->head = next;
    }
    if (a->head)
        a->head->used = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        abort();
    size = (size + align - 1) & ~(align - 1);
    if (!a->head || a->head->cap - a->head->used < size)
        a->head = block_create(a->head, size > BLOCK_BYTES ? size : BLOCK_BYTES);
    void *ptr = a->head->bytes + a->head->used;
    a->head->used += size;
    return memset(ptr, 0, size);
}

char *arena_cstr(struct arena *a, struct str s)
{
    char *copy = arena_alloc(a, s.len + 1);
    if (s.len > 0)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

struct str arena_str(struct arena *a, struct str s)
{
    return str_of(arena_cstr(a, s), s.len);
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        abort();
    char *text = arena_alloc(a, (size_t) len + 1);
    vsnprintf(text, (size_t) len + 1, format, again);
    va_end(again);
    va_end(args);
    return str_of(text, (size_t) len);
}
