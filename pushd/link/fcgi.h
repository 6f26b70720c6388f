/* FastCGI 1.0 records, the side of the web server: a request as bytes, an answer out of bytes; and
 * the head of the CGI/1.1 response inside (RFC 3875 §6).
 *
 * Pure: bytes in, bytes out; no socket, no clock. One request a connection (FCGI_KEEP_CONN is never
 * set, because it pins a worker), so the request id is always 1. */
#ifndef OHKAY_PUSHD_LINK_FCGI_H
#define OHKAY_PUSHD_LINK_FCGI_H

#include "shared/buf.h"

struct fcgi_param {
    const char *name; /* a literal; at most 127 bytes */
    struct str value;
};

/* Append a whole request: BEGIN_REQUEST (responder), PARAMS, STDIN with `body`. Params whose value
 * has a NULL pointer are left out. Returns false when `out` cannot take it. */
bool fcgi_write_request(struct buf *out, const struct fcgi_param *params, size_t param_count,
                        struct str body);

enum fcgi_state {
    FCGI_READING, /* the answer is not complete */
    FCGI_DONE,    /* END_REQUEST came, and the application served the request */
    FCGI_REFUSED, /* END_REQUEST came: overloaded, or a role it does not know */
    FCGI_BROKEN,  /* not FastCGI, or longer than allowed */
};

struct fcgi_reader {
    struct buf answer;         /* owned: what STDOUT carried */
    size_t stderr_bytes;       /* how much STDERR carried; the text itself is dropped */
    unsigned char header[8];   /* of the record being read */
    size_t header_len;         /* bytes of it that are there */
    size_t content_left;       /* bytes of the record still to come */
    size_t padding_left;       /* and of its padding */
    unsigned char end_body[8]; /* content of END_REQUEST */
    size_t end_len;
    enum fcgi_state state;
};

/* Make a reader that accepts an answer of at most `max_bytes`. */
void fcgi_reader_init(struct fcgi_reader *r, size_t max_bytes);
void fcgi_reader_cleanup(struct fcgi_reader *r);

/* Take the next bytes, in pieces of any size. Returns the state after them; once it is not
 * FCGI_READING, further bytes are ignored. */
enum fcgi_state fcgi_reader_feed(struct fcgi_reader *r, struct str bytes);

struct cgi_head {
    int status;      /* 100..599; 200 when no Status line says otherwise */
    struct str body; /* what follows the empty line, borrowed */
};

/* Split a CGI response. Returns false when its head has no end, or a malformed Status. */
bool cgi_head_read(struct str response, struct cgi_head *out);

#endif
