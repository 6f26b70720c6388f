#include "shared/str.h"

static char ascii_lower(char c)
{
    return (char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool str_ieq(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
            return false;
    }
    return true;
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && ascii_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && ascii_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

struct str str_cut(struct str *rest, char sep)
{
    struct str s = *rest;
    const char *at = s.len > 0 ? memchr(s.ptr, sep, s.len) : NULL;
    if (!at) {
        *rest = (struct str){0};
        return s;
    }
    size_t piece_len = (size_t) (at - s.ptr);
    *rest = str_slice(s, piece_len + 1, s.len);
    return str_slice(s, 0, piece_len);
}

bool str_to_i64(struct str s, int64_t *out)
{
    uint64_t value = 0;
    if (s.len < 1 || s.len > 19 || (s.len > 1 && s.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (uint64_t) (s.ptr[i] - '0');
    }
    if (value > INT64_MAX)
        return false;
    *out = (int64_t) value;
    return true;
}

/* How many continuation bytes follow this lead byte, or -1; `*min` is the smallest code point that
 * needs that many. */
static int utf8_follow(unsigned char lead, uint32_t *bits, uint32_t *min)
{
    if ((lead & 0xe0) == 0xc0) {
        *bits = lead & 0x1fU;
        *min = 0x80;
        return 1;
    }
    if ((lead & 0xf0) == 0xe0) {
        *bits = lead & 0x0fU;
        *min = 0x800;
        return 2;
    }
    if ((lead & 0xf8) == 0xf0) {
        *bits = lead & 0x07U;
        *min = 0x10000;
        return 3;
    }
    return -1;
}

bool str_is_utf8(struct str s)
{
    size_t i = 0;
    while (i < s.len) {
        unsigned char lead = (unsigned char) s.ptr[i++];
        if (lead == 0)
            return false;
        if (lead < 0x80)
            continue;
        uint32_t code = 0, min = 0;
        int follow = utf8_follow(lead, &code, &min);
        if (follow < 0 || s.len - i < (size_t) follow)
            return false;
        for (; follow > 0; follow--) {
            unsigned char next = (unsigned char) s.ptr[i++];
            if ((next & 0xc0) != 0x80)
                return false;
            code = code << 6 | (next & 0x3fU);
        }
        if (code < min || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
            return false;
    }
    return true;
}

size_t str_utf8_count(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char) s.ptr[i] & 0xc0) != 0x80;
    return count;
}
