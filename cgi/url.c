#include "cgi/url.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool url_decode(struct arena *a, struct str in, bool is_query, struct str *out)
{
    char *to = arena_alloc(a, in.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (c == '%') {
            bool whole = in.len - i > 2;
            int high = whole ? hex_value(in.ptr[i + 1]) : -1;
            int low = whole ? hex_value(in.ptr[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char) (high << 4 | low);
            i += 2;
        } else if (c == '+' && is_query) {
            c = ' ';
        }
        to[len++] = c;
    }
    *out = str_of(to, len);
    return str_is_utf8(*out);
}

bool url_query_get(struct arena *a, struct str query, const char *name, struct str *out)
{
    while (query.len > 0) {
        struct str value = str_cut(&query, '&'), key;
        struct str raw_key = str_cut(&value, '=');
        if (url_decode(a, raw_key, true, &key) && str_eq_cstr(key, name))
            return url_decode(a, value, true, out);
    }
    return false;
}
