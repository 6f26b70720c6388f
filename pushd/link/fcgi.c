#include "pushd/link/fcgi.h"

#include <assert.h>

enum {
    VERSION_1 = 1,
    REQUEST_ID = 1,
    ROLE_RESPONDER = 1,
    HEADER_BYTES = 8,
    /* A record may carry 65535 bytes; a multiple of 8 needs no padding. */
    CONTENT_MAX = 65528,
    PARAMS_MAX_BYTES = 65536,
    SHORT_LENGTH_MAX = 127,
};

enum record_type {
    BEGIN_REQUEST = 1,
    END_REQUEST = 3,
    PARAMS = 4,
    STDIN = 5,
    STDOUT = 6,
    STDERR = 7,
};

enum { REQUEST_COMPLETE = 0 };

static void add_record(struct buf *out, enum record_type type, struct str content)
{
    const unsigned char header[HEADER_BYTES] = {
        VERSION_1,
        (unsigned char) type,
        REQUEST_ID >> 8,
        REQUEST_ID & 0xff,
        (unsigned char) (content.len >> 8),
        (unsigned char) (content.len & 0xff),
    };
    assert(content.len <= CONTENT_MAX);
    buf_add(out, str_of((const char *) header, sizeof(header)));
    buf_add(out, content);
}

/* A stream is any number of records with content, then an empty one. */
static void add_stream(struct buf *out, enum record_type type, struct str content)
{
    for (size_t at = 0; at < content.len; at += CONTENT_MAX)
        add_record(out, type, str_slice(content, at, at + CONTENT_MAX));
    add_record(out, type, STR(""));
}

static void add_length(struct buf *out, size_t len)
{
    if (len <= SHORT_LENGTH_MAX) {
        buf_add_char(out, (char) len);
        return;
    }
    buf_add_char(out, (char) (0x80 | len >> 24));
    buf_add_char(out, (char) (len >> 16 & 0xff));
    buf_add_char(out, (char) (len >> 8 & 0xff));
    buf_add_char(out, (char) (len & 0xff));
}

bool fcgi_write_request(struct buf *out, const struct fcgi_param *params, size_t param_count,
                        struct str body)
{
    static const char begin[HEADER_BYTES] = {0, ROLE_RESPONDER, 0, 0, 0, 0, 0, 0};
    struct buf pairs;
    buf_init(&pairs, PARAMS_MAX_BYTES);
    for (size_t i = 0; i < param_count; i++) {
        struct str name = str_from(params[i].name);
        assert(name.len <= SHORT_LENGTH_MAX);
        if (!params[i].value.ptr)
            continue;
        add_length(&pairs, name.len);
        add_length(&pairs, params[i].value.len);
        buf_add(&pairs, name);
        buf_add(&pairs, params[i].value);
    }
    add_record(out, BEGIN_REQUEST, str_of(begin, sizeof(begin)));
    add_stream(out, PARAMS, buf_str(&pairs));
    add_stream(out, STDIN, body);
    bool ok = buf_ok(&pairs) && buf_ok(out);
    buf_cleanup(&pairs);
    return ok;
}

void fcgi_reader_init(struct fcgi_reader *r, size_t max_bytes)
{
    *r = (struct fcgi_reader){.state = FCGI_READING};
    buf_init(&r->answer, max_bytes);
}

void fcgi_reader_cleanup(struct fcgi_reader *r)
{
    buf_cleanup(&r->answer);
}

static enum fcgi_state begin_record(struct fcgi_reader *r)
{
    const unsigned char *h = r->header;
    r->content_left = (size_t) h[4] << 8 | h[5];
    r->padding_left = h[6];
    r->end_len = 0;
    if (h[0] != VERSION_1 || h[2] != REQUEST_ID >> 8 || h[3] != (REQUEST_ID & 0xff))
        return FCGI_BROKEN;
    if (h[1] == END_REQUEST && r->content_left != sizeof(r->end_body))
        return FCGI_BROKEN;
    return FCGI_READING;
}

static enum fcgi_state take_content(struct fcgi_reader *r, struct str piece)
{
    switch (r->header[1]) {
    case STDOUT:
        return buf_add(&r->answer, piece) ? FCGI_READING : FCGI_BROKEN;
    case STDERR:
        r->stderr_bytes += piece.len;
        return FCGI_READING;
    case END_REQUEST:
        memcpy(r->end_body + r->end_len, piece.ptr, piece.len);
        r->end_len += piece.len;
        if (r->end_len < sizeof(r->end_body))
            return FCGI_READING;
        return r->end_body[4] == REQUEST_COMPLETE ? FCGI_DONE : FCGI_REFUSED;
    default:
        return FCGI_BROKEN;
    }
}

/* Take the first part of `bytes` that is of one kind: header, content or padding; returns its
 * length. */
static size_t take_part(struct fcgi_reader *r, struct str bytes)
{
    if (r->header_len < HEADER_BYTES) {
        struct str part = str_slice(bytes, 0, HEADER_BYTES - r->header_len);
        memcpy(r->header + r->header_len, part.ptr, part.len);
        r->header_len += part.len;
        if (r->header_len == HEADER_BYTES)
            r->state = begin_record(r);
        return part.len;
    }
    size_t *left = r->content_left > 0 ? &r->content_left : &r->padding_left;
    struct str part = str_slice(bytes, 0, *left);
    if (left == &r->content_left)
        r->state = take_content(r, part);
    *left -= part.len;
    return part.len;
}

enum fcgi_state fcgi_reader_feed(struct fcgi_reader *r, struct str bytes)
{
    while (bytes.len > 0 && r->state == FCGI_READING) {
        bytes = str_slice(bytes, take_part(r, bytes), bytes.len);
        if (r->header_len == HEADER_BYTES && r->content_left == 0 && r->padding_left == 0)
            r->header_len = 0;
    }
    return r->state;
}

/* "201 Created" or "201". */
static bool read_status(struct str value, int *status)
{
    int64_t number;
    struct str rest = str_trim(value);
    if (!str_to_i64(str_cut(&rest, ' '), &number) || number < 100 || number > 599)
        return false;
    *status = (int) number;
    return true;
}

bool cgi_head_read(struct str response, struct cgi_head *out)
{
    struct str rest = response;
    *out = (struct cgi_head){.status = 200};
    while (rest.ptr) {
        const char *from = rest.ptr;
        struct str line = str_cut(&rest, '\n');
        /* The last line of all was not ended: the head never did. */
        if (!rest.ptr)
            return false;
        if (line.len > 0 && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (line.len == 0) {
            out->body = rest;
            return from != response.ptr;
        }
        struct str name = str_cut(&line, ':');
        if (str_ieq(name, STR("Status")) && !read_status(line, &out->status))
            return false;
    }
    return false;
}
