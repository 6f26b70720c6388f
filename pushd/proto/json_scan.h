/* A strict reader of JSON text (RFC 8259) that builds nothing: it says whether text is JSON, of
 * which kind, and where its parts are. Pure, no allocation; nesting is bounded.
 *
 * The daemon passes JSON on as text; it only has to know that what it passes on is JSON. */
#ifndef OHKAY_PUSHD_PROTO_JSON_SCAN_H
#define OHKAY_PUSHD_PROTO_JSON_SCAN_H

#include "shared/buf.h"
#include "shared/str.h"

enum { JSON_SCAN_MAX_DEPTH = 1000 };

enum json_kind {
    JSON_KIND_OBJECT,
    JSON_KIND_ARRAY,
    JSON_KIND_STRING,
    JSON_KIND_NUMBER,
    JSON_KIND_LITERAL, /* true, false, null */
};

/* Whether `text` is one JSON value, white space around it allowed, and valid UTF-8. `*kind` is set
 * when it is. */
bool json_scan(struct str text, enum json_kind *kind);

/* Take the first element off an array that json_scan accepted: `*first` is its text, `*rest` the
 * text of the others, separated by commas as they stand, without brackets; both borrowed. Returns
 * false when the array is empty. */
bool json_scan_first(struct str array, struct str *first, struct str *rest);

/* Append what a JSON string (its text with the quotes, accepted before) stands for. Returns false
 * when it holds half a surrogate pair or a NUL, or `out` is full. */
bool json_scan_unescape(struct str string, struct buf *out);

#endif
