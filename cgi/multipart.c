#include "cgi/multipart.h"

/* --- Content-Type and Content-Disposition ------------------------------------------------------
 */

/* One `; name=value` of a header: the value without quotes, still escaped. */
struct parameter {
    struct str name, value;
    bool is_quoted;
};

/* Where a quoted string ends: the first quote that no backslash stands before. */
static size_t quoted_len(struct str s)
{
    size_t i = 0;
    while (i < s.len && s.ptr[i] != '"')
        i += s.ptr[i] == '\\' && i + 1 < s.len && (s.ptr[i + 1] == '"' || s.ptr[i + 1] == '\\') ? 2
                                                                                                : 1;
    return i < s.len ? i : s.len;
}

/* Take the next parameter off `*rest`, which begins behind a value or a parameter. Returns false
 * when there is none. */
static bool next_parameter(struct str *rest, struct parameter *out)
{
    size_t i = 0;
    while (i < rest->len && (rest->ptr[i] == ';' || rest->ptr[i] == ' ' || rest->ptr[i] == '\t'))
        i++;
    *rest = str_slice(*rest, i, rest->len);
    for (i = 0; i < rest->len && rest->ptr[i] != '=' && rest->ptr[i] != ';';)
        i++;
    out->name = str_trim(str_slice(*rest, 0, i));
    bool has_value = i < rest->len && rest->ptr[i] == '=';
    *rest = str_slice(*rest, has_value ? i + 1 : i, rest->len);
    out->is_quoted = has_value && rest->len > 0 && rest->ptr[0] == '"';
    if (out->is_quoted) {
        struct str inside = str_slice(*rest, 1, rest->len);
        size_t len = quoted_len(inside);
        out->value = str_slice(inside, 0, len);
        *rest = str_slice(inside, len + 1, inside.len);
        return out->name.len > 0;
    }
    for (i = 0; has_value && i < rest->len && rest->ptr[i] != ';';)
        i++;
    out->value = str_trim(str_slice(*rest, 0, i));
    *rest = str_slice(*rest, i, rest->len);
    return out->name.len > 0;
}

static bool is_boundary_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("'()+_,-./:=? ", c));
}

static bool is_boundary(struct str b)
{
    for (size_t i = 0; i < b.len; i++) {
        if (!is_boundary_char(b.ptr[i]))
            return false;
    }
    return b.len > 0 && b.len <= MULTIPART_BOUNDARY_MAX && b.ptr[b.len - 1] != ' ';
}

bool multipart_init(struct multipart *m, struct str content_type)
{
    struct parameter p;
    memset(m, 0, sizeof(*m));
    struct str media = str_trim(str_cut(&content_type, ';'));
    if (!str_ieq(media, STR("multipart/form-data")))
        return false;
    while (next_parameter(&content_type, &p)) {
        if (!str_ieq(p.name, STR("boundary")) || !is_boundary(p.value))
            continue;
        memcpy(m->delimiter, "\r\n--", 4);
        memcpy(m->delimiter + 4, p.value.ptr, p.value.len);
        m->delimiter_len = 4 + p.value.len;
        /* The first delimiter may stand at the very beginning. */
        m->matched = m->matched_before = 2;
        return true;
    }
    return false;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char) (c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int percent_at(struct str s, size_t i)
{
    if (s.len - i < 3 || s.ptr[i] != '%')
        return -1;
    int high = hex_value(s.ptr[i + 1]), low = hex_value(s.ptr[i + 2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* filename="…": browsers write a quote as %22 and line breaks as %0D %0A, and leave everything else
 * (the HTML standard's multipart/form-data encoding); others put a backslash before a quote. */
static void take_file_name(struct multipart *m, const struct parameter *p)
{
    size_t len = 0;
    for (size_t i = 0; i < p->value.len; i++) {
        char c = p->value.ptr[i];
        int escaped = percent_at(p->value, i);
        bool is_pair = p->is_quoted && c == '\\' && i + 1 < p->value.len &&
                       (p->value.ptr[i + 1] == '"' || p->value.ptr[i + 1] == '\\');
        if (escaped == '"' || escaped == '\r' || escaped == '\n') {
            c = (char) escaped;
            i += 2;
        } else if (is_pair) {
            c = p->value.ptr[++i];
        }
        m->file_name[len++] = c;
    }
    m->file_name_len = len;
    m->has_file_name = true;
}

/* filename*=UTF-8''…, which wins over filename (RFC 5987, RFC 6266 section 4.3). Other encodings
 * are not known. */
static bool take_extended_name(struct multipart *m, const struct parameter *p)
{
    struct str rest = p->value;
    size_t len = 0;
    if (!str_ieq(str_cut(&rest, '\''), STR("UTF-8")) || !rest.ptr)
        return false;
    str_cut(&rest, '\'');
    if (!rest.ptr)
        return false;
    for (size_t i = 0; i < rest.len; i++) {
        int byte = percent_at(rest, i);
        m->file_name[len++] = byte < 0 ? rest.ptr[i] : (char) byte;
        i += byte < 0 ? 0 : 2;
    }
    m->file_name_len = len;
    m->has_file_name = true;
    return true;
}

static void read_header(struct multipart *m)
{
    struct str rest = str_of(m->line, m->line_len);
    struct parameter p;
    bool is_extended = false;
    if (!str_ieq(str_trim(str_cut(&rest, ':')), STR("Content-Disposition")) || !rest.ptr)
        return;
    str_cut(&rest, ';');
    while (rest.ptr && next_parameter(&rest, &p)) {
        if (str_ieq(p.name, STR("filename*")))
            is_extended = take_extended_name(m, &p) || is_extended;
        else if (str_ieq(p.name, STR("filename")) && !is_extended)
            take_file_name(m, &p);
    }
}

/* --- the body ----------------------------------------------------------------------------------
 */

static enum multipart_event broken(struct multipart *m)
{
    m->state = MULTIPART_IS_BROKEN;
    return MULTIPART_BROKEN;
}

/* Add to the line at hand. Returns whether it is complete: it then stands there without its line
 * break. */
static size_t take_line(struct multipart *m, struct str in, bool *complete, bool *too_long)
{
    *complete = *too_long = false;
    for (size_t i = 0; i < in.len; i++) {
        if (in.ptr[i] == '\n' && m->line_len > 0 && m->line[m->line_len - 1] == '\r') {
            m->line_len--;
            *complete = true;
            return i + 1;
        }
        if (m->line_len == sizeof(m->line)) {
            *too_long = true;
            return i;
        }
        m->line[m->line_len++] = in.ptr[i];
    }
    return in.len;
}

/* Behind a delimiter stands the line break before the part's headers, or two hyphens when it was
 * the last. */
static size_t behind_delimiter(struct multipart *m, struct str in, enum multipart_event *event)
{
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (m->line_len == 0 && (c == ' ' || c == '\t'))
            continue;
        m->line[m->line_len++] = c;
        if (m->line_len < 2 && (c == '-' || c == '\r'))
            continue;
        bool is_last = m->line_len == 2 && m->line[0] == '-' && c == '-';
        bool is_next = m->line_len == 2 && m->line[0] == '\r' && c == '\n';
        m->line_len = 0;
        m->headers = 0;
        m->has_file_name = false;
        m->file_name_len = 0;
        if (is_last) {
            m->state = MULTIPART_IS_OVER;
            *event = MULTIPART_END;
        } else if (is_next && ++m->parts <= MULTIPART_PARTS_MAX) {
            m->state = MULTIPART_IN_HEADERS;
        } else {
            *event = broken(m);
        }
        return i + 1;
    }
    return in.len;
}

static size_t in_headers(struct multipart *m, struct str in, enum multipart_event *event)
{
    bool complete, too_long;
    size_t taken = take_line(m, in, &complete, &too_long);
    if (too_long || (complete && ++m->headers > MULTIPART_HEADERS_MAX)) {
        *event = broken(m);
    } else if (complete && m->line_len == 0) {
        m->state = MULTIPART_IN_DATA;
        /* An empty part: the line break that ended the headers begins the delimiter, too. */
        m->matched = m->matched_before = 2;
        *event = MULTIPART_PART;
    } else if (complete) {
        read_header(m);
        m->line_len = 0;
    }
    return taken;
}

/* The delimiter was seen whole: in a part it ends it. */
static enum multipart_event after_delimiter(struct multipart *m)
{
    bool ends_part = m->state == MULTIPART_IN_DATA;
    m->matched = m->matched_before = 0;
    m->line_len = 0;
    m->state = MULTIPART_BEHIND_DELIMITER;
    return ends_part ? MULTIPART_PART_END : MULTIPART_NOTHING;
}

/* Content up to the next delimiter. No carriage return stands inside one, so what was held back for
 * a match that failed is content, and the search goes on with the byte that broke it. */
static size_t in_content(struct multipart *m, struct str in, enum multipart_event *event,
                         struct str *data)
{
    size_t i = 0;
    while (m->matched > 0 && i < in.len && m->matched < m->delimiter_len) {
        if (in.ptr[i] != m->delimiter[m->matched]) {
            *data = str_slice(str_of(m->delimiter, m->matched), m->matched_before, m->matched);
            *event = data->len > 0 ? MULTIPART_DATA : MULTIPART_NOTHING;
            m->matched = m->matched_before = 0;
            return i;
        }
        m->matched++;
        i++;
    }
    if (m->matched == m->delimiter_len) {
        *event = after_delimiter(m);
        return i;
    }
    if (m->matched > 0)
        return i;
    const char *cr = memchr(in.ptr, '\r', in.len);
    size_t plain = cr ? (size_t) (cr - in.ptr) : in.len;
    if (plain == 0) {
        m->matched = 1;
        return 1;
    }
    *event = MULTIPART_DATA;
    *data = str_slice(in, 0, plain);
    return plain;
}

static size_t step(struct multipart *m, struct str in, enum multipart_event *event,
                   struct str *data)
{
    switch (m->state) {
    case MULTIPART_IN_PREAMBLE:
    case MULTIPART_IN_DATA:
        return in_content(m, in, event, data);
    case MULTIPART_BEHIND_DELIMITER:
        return behind_delimiter(m, in, event);
    case MULTIPART_IN_HEADERS:
        return in_headers(m, in, event);
    case MULTIPART_IS_OVER:
        return in.len;
    case MULTIPART_IS_BROKEN:
        *event = MULTIPART_BROKEN;
        return in.len;
    }
    return in.len;
}

size_t multipart_feed(struct multipart *m, struct str in, enum multipart_event *event,
                      struct str *data)
{
    size_t taken = 0;
    *event = MULTIPART_NOTHING;
    *data = (struct str){0};
    while (taken < in.len && *event == MULTIPART_NOTHING) {
        bool is_preamble = m->state == MULTIPART_IN_PREAMBLE;
        taken += step(m, str_slice(in, taken, in.len), event, data);
        if (is_preamble && *event == MULTIPART_DATA)
            *event = MULTIPART_NOTHING;
    }
    return taken;
}

bool multipart_is_over(const struct multipart *m)
{
    return m->state == MULTIPART_IS_OVER;
}
