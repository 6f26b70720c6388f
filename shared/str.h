/* A borrowed run of bytes: pointer and length, never owned, not NUL-terminated.
 *
 * Everything that comes from the network travels as `struct str` until it is validated, so that a
 * NUL byte or a missing terminator can never shorten or lengthen it. */
#ifndef OHKAY_SHARED_STR_H
#define OHKAY_SHARED_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *ptr; /* may be NULL only when len is 0 */
    size_t len;
};

/* A string literal as a str, without its terminator. */
#define STR(literal) ((struct str){.ptr = ("" literal), .len = sizeof(literal) - 1})

/* For printf's "%.*s". */
#define STR_FMT(s) (int) (s).len, ((s).ptr ? (s).ptr : "")

/* Borrow a NUL-terminated string; NULL gives the empty str. */
static inline struct str str_from(const char *cstr)
{
    return (struct str){.ptr = cstr, .len = cstr ? strlen(cstr) : 0};
}

/* Borrow `len` bytes at `ptr`. */
static inline struct str str_of(const char *ptr, size_t len)
{
    return (struct str){.ptr = ptr, .len = len};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_eq_cstr(struct str a, const char *b)
{
    return str_eq(a, str_from(b));
}

/* Compare ignoring ASCII case. */
bool str_ieq(struct str a, struct str b);

static inline bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

/* The part from `from` up to, not including, `to`; both are clamped to the length. */
static inline struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct str){.ptr = s.ptr ? s.ptr + from : NULL, .len = to - from};
}

/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Without white space of any script (Unicode's White_Space and U+FEFF) at both ends. */
struct str str_trim_text(struct str s);

/* Whether a valid UTF-8 string shows nothing: only white space, and characters that are not seen.
 */
bool str_is_blank(struct str s);

/* Cut the next piece off `*rest` at the first `sep`: the piece is returned, `*rest` becomes what
 * follows the separator. Without a separator the whole is returned and `*rest` becomes empty with a
 * NULL pointer. */
struct str str_cut(struct str *rest, char sep);

/* Read a decimal number of 1 to 19 digits without sign, space or leading zeros ("0" alone is 0).
 * Returns false, and leaves `*out` alone, when `s` is anything else or above INT64_MAX. */
bool str_to_i64(struct str s, int64_t *out);

/* Whether the bytes are valid UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF)
 * without a NUL. */
bool str_is_utf8(struct str s);

/* How many code points a valid UTF-8 string has. */
size_t str_utf8_count(struct str s);

#endif
