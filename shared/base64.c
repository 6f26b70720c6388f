#include "shared/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char alphabet_url[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool encode(struct buf *out, struct str in, const char *letters, bool padded)
{
    char *to = buf_reserve(out, (in.len + 2) / 3 * 4);
    if (!to)
        return false;
    char *start = to;
    for (size_t i = 0; i < in.len; i += 3) {
        size_t left = in.len - i;
        uint32_t bits = (uint32_t) (unsigned char) in.ptr[i] << 16;
        if (left > 1)
            bits |= (uint32_t) (unsigned char) in.ptr[i + 1] << 8;
        if (left > 2)
            bits |= (uint32_t) (unsigned char) in.ptr[i + 2];
        *to++ = letters[bits >> 18 & 63];
        *to++ = letters[bits >> 12 & 63];
        if (left > 1 || padded)
            *to++ = left > 1 ? letters[bits >> 6 & 63] : '=';
        if (left > 2 || padded)
            *to++ = left > 2 ? letters[bits & 63] : '=';
    }
    out->len += (size_t) (to - start);
    return true;
}

bool base64_encode(struct buf *out, struct str in)
{
    return encode(out, in, alphabet, true);
}

bool base64url_encode(struct buf *out, struct str in)
{
    return encode(out, in, alphabet_url, false);
}

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(struct buf *out, struct str in)
{
    if (in.len % 4 != 0)
        return false;
    size_t padding = 0;
    while (padding < 2 && padding < in.len && in.ptr[in.len - 1 - padding] == '=')
        padding++;
    char *to = buf_reserve(out, in.len / 4 * 3);
    if (!to)
        return false;
    size_t digits = in.len - padding, written = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < digits; i++) {
        int value = value_of(in.ptr[i]);
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t) value;
        if (i % 4 > 0) {
            unsigned spare = (unsigned) (3 - i % 4) * 2;
            to[written++] = (char) (bits >> spare & 0xff);
        }
    }
    /* A digit whose low bits stand for nothing must have them zero: one text for one value. */
    if ((padding == 1 && (bits & 3) != 0) || (padding == 2 && (bits & 15) != 0))
        return false;
    out->len += written;
    return true;
}
