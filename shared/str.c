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

/* --- what people see ------------------------------------------------------------------------ */

struct range {
    uint32_t first, last;
};

static bool is_within(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}

static bool is_space(uint32_t code)
{
    static const struct range spaces[] = {
        {0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},
        {0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f},
        {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
    };
    return is_within(spaces, sizeof(spaces) / sizeof(spaces[0]), code);
}

/* Unicode's Default_Ignorable_Code_Point: joiners, marks of direction, fillers. */
static bool is_unseen(uint32_t code)
{
    static const struct range unseen[] = {
        {0xad, 0xad},     {0x34f, 0x34f},   {0x61c, 0x61c},   {0x115f, 0x1160},   {0x17b4, 0x17b5},
        {0x180b, 0x180f}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},
        {0xfe00, 0xfe0f}, {0xfff0, 0xfff8}, {0xffa0, 0xffa0}, {0xe0000, 0xe0fff},
    };
    return is_within(unseen, sizeof(unseen) / sizeof(unseen[0]), code);
}

/* The character of valid UTF-8 that begins at `at`; `*len` is how many bytes it has. */
static uint32_t utf8_at(struct str s, size_t at, size_t *len)
{
    uint32_t code = (unsigned char) s.ptr[at], min;
    int follow = code < 0x80 ? 0 : utf8_follow((unsigned char) s.ptr[at], &code, &min);
    *len = 1;
    for (; follow > 0 && at + *len < s.len; follow--)
        code = code << 6 | ((unsigned char) s.ptr[at + (*len)++] & 0x3fU);
    return code;
}

struct str str_trim_text(struct str s)
{
    size_t len;
    while (s.len > 0 && is_space(utf8_at(s, 0, &len)))
        s = str_slice(s, len, s.len);
    for (size_t at = s.len; at > 0; at = s.len) {
        do
            at--;
        while (at > 0 && ((unsigned char) s.ptr[at] & 0xc0) == 0x80);
        if (!is_space(utf8_at(s, at, &len)))
            break;
        s = str_slice(s, 0, at);
    }
    return s;
}

bool str_is_blank(struct str s)
{
    size_t len;
    for (size_t at = 0; at < s.len; at += len) {
        uint32_t code = utf8_at(s, at, &len);
        if (!is_space(code) && !is_unseen(code))
            return false;
    }
    return true;
}
