/* What a client's emit asks for, by the table of emits: pure reading and checking of its name and
 * payload. */
#ifndef OHKAY_PUSHD_GATEWAY_EMIT_MATCH_H
#define OHKAY_PUSHD_GATEWAY_EMIT_MATCH_H

#include "shared/buf.h"
#include "shared/emit.h"

enum { EMIT_PARAMS_MAX = 2, EMIT_PATH_SIZE = 160 };

enum emit_verdict {
    EMIT_OK,
    EMIT_UNKNOWN, /* no row has that name */
    EMIT_INVALID, /* the payload is not what any row of that name wants */
};

struct emit_match {
    const struct emit_row *row;
    size_t param_count;
    struct str param_names[EMIT_PARAMS_MAX]; /* borrowed from the table */
    int64_t param_values[EMIT_PARAMS_MAX];
    struct str payload;        /* the payload's text, an object, borrowed; empty for a bare id */
    char path[EMIT_PATH_SIZE]; /* with the parameters filled in */
};

/* Find the row for an event; `args` is the JSON array of its arguments, already known to be valid.
 * A row with one parameter that joins or leaves also takes the bare id. On EMIT_INVALID the JSON
 * members of "fields" are appended to `fields`: which parameter is wrong, and why. */
enum emit_verdict emit_match(struct str name, struct str args, struct emit_match *out,
                             struct buf *fields);

#endif
