/* Memory that lives as long as one request: many allocations, one reset.
 *
 * Nothing in it is freed singly. `arena_reset` keeps one block, so that a worker serving its
 * millionth request asks the system for nothing. Out of memory aborts. */
#ifndef OHKAY_SHARED_ARENA_H
#define OHKAY_SHARED_ARENA_H

#include "shared/str.h"

struct arena_block;

struct arena {
    struct arena_block *head; /* owned chain, newest first */
};

/* Make an empty arena; it allocates with the first use. */
void arena_init(struct arena *a);

/* Free everything. */
void arena_cleanup(struct arena *a);

/* Forget every allocation; keeps the first block for reuse. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned for any type, valid until the reset. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* A copy of `s` with a NUL behind it. */
char *arena_cstr(struct arena *a, struct str s);

/* A copy of `s` in the arena. */
struct str arena_str(struct arena *a, struct str s);

/* A formatted string in the arena, NUL-terminated. */
struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
