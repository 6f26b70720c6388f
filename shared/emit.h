/* The one table of what clients emit: see emit.def. */
#ifndef OHKAY_SHARED_EMIT_H
#define OHKAY_SHARED_EMIT_H

#include <stddef.h>

enum emit_kind { EMIT_JOIN, EMIT_LEAVE, EMIT_FORWARD };

struct emit_row {
    const char *name;
    enum emit_kind kind;
    const char *method;
    const char *path; /* with {parameters} taken from the payload */
};

/* All rows in the table's order; `*count` is how many. */
const struct emit_row *emit_rows(size_t *count);

#endif
