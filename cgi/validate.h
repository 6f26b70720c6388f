/* Reading input: each function takes one field of the body or one parameter of the query, checks
 * it, and notes on the context what is wrong with it. Handlers read all their fields, then ask
 * input_ok once.
 *
 * Texts are valid UTF-8 without NUL, trimmed, and counted in code points. They live as long as the
 * request. */
#ifndef OHKAY_CGI_VALIDATE_H
#define OHKAY_CGI_VALIDATE_H

#include "cgi/ctx.h"

#define ID_MAX                                                                                     \
    9007199254740991LL /* 2^53 - 1: the largest integer that every JSON reader keeps exact */

/* Whether everything read so far was valid; if not, the handler returns ERR_INVALID_INPUT. */
bool input_ok(const struct ctx *ctx);

/* Note that a field is not valid. Both are literals or live in the arena. */
void input_invalid(struct ctx *ctx, const char *name, const char *why);

/* A text that must be there. */
struct str body_text(struct ctx *ctx, const char *name, size_t least, size_t most);

/* A text that is taken as it is, without trimming: a password. */
struct str body_secret(struct ctx *ctx, const char *name, size_t least, size_t most);

/* A text that may be absent or null, as `preset` then (whose pointer may be NULL). */
struct str body_text_or(struct ctx *ctx, const char *name, size_t least, size_t most,
                        struct str preset);

/* A secret that may be absent or null: a NULL pointer then. */
struct str body_secret_or_none(struct ctx *ctx, const char *name, size_t least, size_t most);

/* A text of a PATCH. Returns whether the field is there; null gives the empty str with a NULL
 * pointer. */
bool body_patch_text(struct ctx *ctx, const char *name, size_t least, size_t most, struct str *out);

/* A time of a PATCH, as milliseconds since 1970. Returns whether the field is there; null gives
 * 0. */
bool body_patch_time(struct ctx *ctx, const char *name, int64_t *ms);

/* Whether the field is there at all, null included. */
bool body_has(const struct ctx *ctx, const char *name);

bool body_bool_or(struct ctx *ctx, const char *name, bool preset);
int64_t body_i64_or(struct ctx *ctx, const char *name, int64_t least, int64_t most, int64_t preset);

/* An id that must be there. */
int64_t body_id(struct ctx *ctx, const char *name);

/* An id that may be absent or null: 0 then. */
int64_t body_id_or_none(struct ctx *ctx, const char *name);

/* An array of different ids that may be absent; `*count` is how many, at most `most`. */
const int64_t *body_ids(struct ctx *ctx, const char *name, size_t most, size_t *count);

/* A set of bits as a decimal string, none but `known` ones, that may be absent or null. */
uint64_t body_bits_or(struct ctx *ctx, const char *name, uint64_t known, uint64_t preset);

/* Reads one thing of a list into its place: the functions above read from it as from a body. */
typedef void body_reader(struct ctx *ctx, void *into, size_t index);

/* A body that is a list (ROUTE_LIST) of 1 to `most` objects. Returns how many; 0 when there is
 * something wrong with the list. */
size_t body_list(struct ctx *ctx, size_t most, body_reader *read, void *into);

/* A number of the query string. */
int64_t query_i64_or(struct ctx *ctx, const char *name, int64_t least, int64_t most,
                     int64_t preset);

/* A text of the query string that may be absent: the empty str then. */
struct str query_text(struct ctx *ctx, const char *name, size_t most);

#endif
