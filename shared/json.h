/* JSON: reading by json-c within bounds, writing straight into a buffer. */
#ifndef OHKAY_SHARED_JSON_H
#define OHKAY_SHARED_JSON_H

#include "shared/buf.h"

#include <json-c/json.h>

enum { JSON_DEPTH_MAX = 16 };

/* Parse one JSON value (RFC 8259) that fills `text` but for white space around it. Returns an
 * object the caller gives back with json_object_put, or NULL when it is not JSON, not UTF-8, deeper
 * than JSON_DEPTH_MAX, or has anything behind it. The JSON value null also gives NULL. */
struct json_object *json_parse(struct str text);

/* The bytes of a JSON string; the empty str for anything else. Borrowed from `value`. */
struct str json_text(struct json_object *value);

/* Append `text` as a JSON string with its quotes. `text` must be UTF-8. */
void json_add_string(struct buf *out, struct str text);

/* Append "key": as a JSON member name and colon, with a comma before it unless it follows `{`.
 * `key` is a literal. */
void json_add_key(struct buf *out, const char *key);

/* Append members, each with json_add_key. */
void json_add_text(struct buf *out, const char *key, struct str text);
void json_add_i64(struct buf *out, const char *key, int64_t value);
void json_add_bool(struct buf *out, const char *key, bool value);
void json_add_raw(struct buf *out, const char *key, struct str json);

#endif
