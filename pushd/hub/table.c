#include "pushd/hub/table.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_BUCKETS = 16 };

void table_init(struct table *t)
{
    *t = (struct table){0};
}

void table_cleanup(struct table *t)
{
    free(t->buckets);
    *t = (struct table){0};
}

static struct table_node **bucket_of(const struct table *t, uint64_t hash)
{
    return &t->buckets[hash & (t->bucket_count - 1)];
}

static void grow(struct table *t)
{
    struct table_node **old = t->buckets;
    size_t old_count = t->bucket_count;
    t->bucket_count = old_count ? old_count * 2 : FIRST_BUCKETS;
    t->buckets = calloc(t->bucket_count, sizeof(struct table_node *));
    if (!t->buckets)
        abort();
    for (size_t i = 0; i < old_count; i++) {
        struct table_node *next;
        for (struct table_node *node = old[i]; node; node = next) {
            struct table_node **bucket = bucket_of(t, node->hash);
            next = node->next;
            node->next = *bucket;
            *bucket = node;
        }
    }
    free(old);
}

void table_add(struct table *t, struct table_node *node, uint64_t hash)
{
    if (t->count >= t->bucket_count)
        grow(t);
    struct table_node **bucket = bucket_of(t, hash);
    *node = (struct table_node){.next = *bucket, .hash = hash};
    *bucket = node;
    t->count++;
}

void table_remove(struct table *t, struct table_node *node)
{
    assert(t->count > 0);
    struct table_node **at = bucket_of(t, node->hash);
    while (*at != node) {
        assert(*at);
        at = &(*at)->next;
    }
    *at = node->next;
    node->next = NULL;
    t->count--;
}

struct table_node *table_find(const struct table *t, uint64_t hash)
{
    struct table_node *node = t->bucket_count > 0 ? *bucket_of(t, hash) : NULL;
    while (node && node->hash != hash)
        node = node->next;
    return node;
}

struct table_node *table_find_next(const struct table_node *node)
{
    struct table_node *next = node->next;
    while (next && next->hash != node->hash)
        next = next->next;
    return next;
}

/* The finaliser of MurmurHash3: every bit of the input reaches every bit of the result. */
uint64_t table_hash_u64(uint64_t value)
{
    value ^= value >> 33;
    value *= UINT64_C(0xff51afd7ed558ccd);
    value ^= value >> 33;
    value *= UINT64_C(0xc4ceb9fe1a85ec53);
    value ^= value >> 33;
    return value;
}

/* FNV-1a, then mixed, because only the low bits choose the bucket. Names are made by the workers,
 * not by strangers: no key is needed. */
uint64_t table_hash_str(struct str s)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.len; i++) {
        hash ^= (unsigned char) s.ptr[i];
        hash *= UINT64_C(0x100000001b3);
    }
    return table_hash_u64(hash);
}
