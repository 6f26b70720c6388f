/* An intrusive hash table: nodes live inside the things they index, so that adding one allocates
 * nothing but, now and then, a larger bucket array.
 *
 * Chained; the buckets double when there are as many nodes as buckets, and are never given back.
 * It owns the buckets, never the nodes. Out of memory aborts. */
#ifndef OHKAY_PUSHD_HUB_TABLE_H
#define OHKAY_PUSHD_HUB_TABLE_H

#include "shared/str.h"

struct table_node {
    struct table_node *next;
    uint64_t hash;
};

struct table {
    struct table_node **buckets;
    size_t bucket_count; /* a power of two, or 0 while nothing was ever added */
    size_t count;
};

/* The thing that embeds `node` as `member`; NULL stays NULL. */
#define TABLE_ENTRY(node, type, member) ((type *) table_entry_at((node), offsetof(type, member)))

static inline void *table_entry_at(struct table_node *node, size_t offset)
{
    return node ? (char *) node - offset : NULL;
}

/* Make an empty table; it allocates with the first node. */
void table_init(struct table *t);

/* Free the buckets. The nodes are the caller's. */
void table_cleanup(struct table *t);

/* Add a node that is in no table. Equal hashes may be added any number of times. */
void table_add(struct table *t, struct table_node *node, uint64_t hash);

/* Take out a node that is in this table. */
void table_remove(struct table *t, struct table_node *node);

/* The first node of that hash, or NULL; the caller compares its own key, then asks for the next. */
struct table_node *table_find(const struct table *t, uint64_t hash);
struct table_node *table_find_next(const struct table_node *node);

uint64_t table_hash_str(struct str s);
uint64_t table_hash_u64(uint64_t value);

#endif
