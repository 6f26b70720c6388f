#include "pushd/proto/json_scan.h"

struct scanner {
    const char *at;
    const char *end;
    unsigned depth;
};

static bool scan_value(struct scanner *s, enum json_kind *kind);

static bool take(struct scanner *s, char c)
{
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

static void skip_space(struct scanner *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\r' || *s->at == '\t'))
        s->at++;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* What stands behind a backslash. */
static bool scan_escape(struct scanner *s)
{
    if (s->at == s->end)
        return false;
    char c = *s->at++;
    if (c != 'u')
        return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
    for (int i = 0; i < 4; i++, s->at++) {
        if (s->at == s->end || hex_value(*s->at) < 0)
            return false;
    }
    return true;
}

/* After the opening quote, to behind the closing one. */
static bool scan_string(struct scanner *s)
{
    while (s->at < s->end) {
        unsigned char c = (unsigned char) *s->at++;
        if (c == '"')
            return true;
        if (c < 0x20 || (c == '\\' && !scan_escape(s)))
            return false;
    }
    return false;
}

static bool scan_digits(struct scanner *s)
{
    const char *start = s->at;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    return s->at > start;
}

static bool scan_number(struct scanner *s)
{
    take(s, '-');
    if (!take(s, '0') && !scan_digits(s))
        return false;
    if (take(s, '.') && !scan_digits(s))
        return false;
    if (take(s, 'e') || take(s, 'E')) {
        if (!take(s, '+'))
            take(s, '-');
        return scan_digits(s);
    }
    return true;
}

static bool scan_literal(struct scanner *s)
{
    static const char *const literals[] = {"true", "false", "null"};
    struct str rest = str_of(s->at, (size_t) (s->end - s->at));
    for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++) {
        struct str literal = str_from(literals[i]);
        if (str_starts(rest, literal)) {
            s->at += literal.len;
            return true;
        }
    }
    return false;
}

static bool scan_member(struct scanner *s)
{
    enum json_kind kind;
    skip_space(s);
    if (!take(s, '"') || !scan_string(s))
        return false;
    skip_space(s);
    return take(s, ':') && scan_value(s, &kind);
}

/* After the opening bracket, to behind the closing one. */
static bool scan_container(struct scanner *s, bool object)
{
    const char close = object ? '}' : ']';
    enum json_kind kind;
    if (++s->depth > JSON_SCAN_MAX_DEPTH)
        return false;
    skip_space(s);
    if (!take(s, close)) {
        do {
            if (object ? !scan_member(s) : !scan_value(s, &kind))
                return false;
        } while (take(s, ','));
        if (!take(s, close))
            return false;
    }
    s->depth--;
    return true;
}

/* One value with the white space around it. */
static bool scan_value(struct scanner *s, enum json_kind *kind)
{
    bool ok;
    skip_space(s);
    if (take(s, '{')) {
        *kind = JSON_KIND_OBJECT;
        ok = scan_container(s, true);
    } else if (take(s, '[')) {
        *kind = JSON_KIND_ARRAY;
        ok = scan_container(s, false);
    } else if (take(s, '"')) {
        *kind = JSON_KIND_STRING;
        ok = scan_string(s);
    } else if (s->at < s->end && (*s->at == '-' || (*s->at >= '0' && *s->at <= '9'))) {
        *kind = JSON_KIND_NUMBER;
        ok = scan_number(s);
    } else {
        *kind = JSON_KIND_LITERAL;
        ok = scan_literal(s);
    }
    skip_space(s);
    return ok;
}

bool json_scan(struct str text, enum json_kind *kind)
{
    if (text.len == 0 || !str_is_utf8(text))
        return false;
    struct scanner s = {.at = text.ptr, .end = text.ptr + text.len};
    return scan_value(&s, kind) && s.at == s.end;
}

bool json_scan_first(struct str array, struct str *first, struct str *rest)
{
    struct str inside = str_trim(array);
    enum json_kind kind;
    inside = str_slice(inside, 1, inside.len - 1);
    struct scanner s = {.at = inside.ptr, .end = inside.ptr + inside.len};
    skip_space(&s);
    if (s.at == s.end || !scan_value(&s, &kind))
        return false;
    size_t len = (size_t) (s.at - inside.ptr);
    *first = str_trim(str_slice(inside, 0, len));
    *rest = str_trim(str_slice(inside, len + 1, inside.len));
    return true;
}

static unsigned read_hex4(const char *at)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 4 | (unsigned) hex_value(at[i]);
    return value;
}

static bool add_utf8(struct buf *out, unsigned code)
{
    if (code < 0x80)
        return buf_add_char(out, (char) code);
    char bytes[4];
    size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = len - 1; i > 0; i--) {
        bytes[i] = (char) (0x80 | (code & 0x3f));
        code >>= 6;
    }
    bytes[0] = (char) (lead[len] | code);
    return buf_add(out, str_of(bytes, len));
}

/* \uXXXX, or two of them that make a surrogate pair; `at` stands behind the u. Returns how many
 * bytes were read, or 0. */
static size_t unescape_unicode(struct str s, size_t at, struct buf *out)
{
    unsigned code = read_hex4(s.ptr + at);
    size_t len = 4;
    if (code >= 0xd800 && code < 0xdc00) {
        bool pair = at + 10 < s.len && s.ptr[at + 4] == '\\' && s.ptr[at + 5] == 'u';
        unsigned low = pair ? read_hex4(s.ptr + at + 6) : 0;
        if (low < 0xdc00 || low > 0xdfff)
            return 0;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        len = 10;
    } else if (code == 0 || (code >= 0xdc00 && code <= 0xdfff)) {
        return 0;
    }
    return add_utf8(out, code) ? len : 0;
}

bool json_scan_unescape(struct str s, struct buf *out)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    for (size_t i = 1; i + 1 < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\\') {
            c = s.ptr[++i];
            if (c == 'u') {
                size_t read = unescape_unicode(s, i + 1, out);
                if (read == 0)
                    return false;
                i += read;
                continue;
            }
            const char *known = strchr(from, c);
            if (known)
                c = to[known - from];
        }
        if (!buf_add_char(out, c))
            return false;
    }
    return true;
}
