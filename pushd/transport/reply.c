/* Replies of the HTTP side: written whole, in one piece, when the socket is writable. */
#include "pushd/transport/internal.h"

#include <assert.h>
#include <stdlib.h>

enum {
    HEAD_MAX_BYTES = 2048,
    ORIGIN_SIZE = 256,
    HEADERS_SIZE = 512,
    DRAIN_SECONDS = 60, /* for a client to take the rest of a reply */
};

static const char *status_text(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 404:
        return "Not Found";
    case 413:
        return "Payload Too Large";
    default:
        return "Bad Request";
    }
}

/* --- Other origins --- */

static char *copy(struct str s)
{
    char *text = strndup(s.ptr, s.len);
    if (!text)
        abort();
    return text;
}

static bool is_listed(struct str list, struct str origin)
{
    while (list.len > 0) {
        if (str_eq(str_trim(str_cut(&list, ',')), origin))
            return true;
    }
    return false;
}

/* Characters that may stand in the value of a header we echo. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < 0x20 || s.ptr[i] > 0x7e)
            return false;
    }
    return s.len > 0;
}

static struct str header(struct lws *wsi, enum lws_token_indexes token, char *out, int size)
{
    int len = lws_hdr_copy(wsi, out, size, token);
    return str_of(out, len > 0 ? (size_t) len : 0);
}

void reply_note_origin(struct connection *c)
{
    char text[HEADERS_SIZE];
    struct str allowed = c->transport->config.cors_origin;
    struct str origin = header(c->wsi, WSI_TOKEN_ORIGIN, text, ORIGIN_SIZE);
    if (allowed.len == 0 || !is_plain(origin))
        return;
    if (str_eq(allowed, STR("*")))
        c->origin = copy(allowed);
    else if (is_listed(allowed, origin))
        c->origin = copy(origin);
    struct str names = header(c->wsi, WSI_TOKEN_HTTP_AC_REQUEST_HEADERS, text, HEADERS_SIZE);
    if (c->origin && is_plain(names))
        c->preflight = copy(names);
}

static void add_cors(struct buf *head, const struct connection *c)
{
    if (c->transport->config.cors_origin.len == 0)
        return;
    if (c->origin)
        buf_printf(head, "Access-Control-Allow-Origin: %s\r\n", c->origin);
    if (!c->origin || strcmp(c->origin, "*") != 0)
        buf_add_cstr(head, "Vary: Origin\r\n");
    if (c->origin && c->status == 204)
        buf_add_cstr(head, "Access-Control-Allow-Methods: GET,POST\r\n"
                           "Access-Control-Max-Age: 600\r\n");
    if (c->preflight && c->status == 204)
        buf_printf(head, "Access-Control-Allow-Headers: %s\r\n", c->preflight);
}

/* --- Replies --- */

void reply_ready(struct connection *c, int status, const char *type)
{
    c->kind = CONNECTION_REPLYING;
    c->status = status;
    c->type = type;
    if (!c->in_callback)
        connection_ask_writable(c);
}

void reply_error(struct connection *c, enum request_error error)
{
    static const char *const messages[] = {
        [REQUEST_TRANSPORT_UNKNOWN] = "Transport unknown",
        [REQUEST_SID_UNKNOWN] = "Session ID unknown",
        [REQUEST_BAD_METHOD] = "Bad handshake method",
        [REQUEST_BAD] = "Bad request",
        [REQUEST_FORBIDDEN] = "Forbidden",
        [REQUEST_UNSUPPORTED_VERSION] = "Unsupported protocol version",
    };
    assert(error >= 0);
    buf_clear(&c->body);
    buf_printf(&c->body, "{\"code\":%d,\"message\":\"%s\"}", (int) error, messages[error]);
    reply_ready(c, error == REQUEST_FORBIDDEN ? 403 : 400, "application/json");
}

static void add_head(struct buf *out, const struct connection *c)
{
    buf_printf(out, "HTTP/1.1 %d %s\r\n", c->status, status_text(c->status));
    if (c->status != 204)
        buf_printf(out, "Content-Type: %s\r\nContent-Length: %zu\r\n", c->type, c->body.len);
    buf_add_cstr(out, "Cache-Control: no-store\r\n");
    add_cors(out, c);
    buf_add_cstr(out, "Connection: close\r\n\r\n");
}

/* One request a connection: libwebsockets loops for ever over some requests that wait behind
 * another, and at its leisure closes a kept connection just as the client uses it again. */
int reply_write(struct connection *c)
{
    struct buf out;
    buf_init(&out, LWS_PRE + HEAD_MAX_BYTES + c->body.len);
    memset(buf_reserve(&out, LWS_PRE), 0, LWS_PRE);
    out.len = LWS_PRE;
    add_head(&out, c);
    if (c->status != 204 && !c->head_only)
        buf_add(&out, buf_str(&c->body));
    assert(buf_ok(&out));
    int written = lws_write(c->wsi, (unsigned char *) out.ptr + LWS_PRE, out.len - LWS_PRE,
                            LWS_WRITE_HTTP_FINAL);
    buf_cleanup(&out);
    connection_reset(c);
    c->kind = CONNECTION_ENDING;
    return written < 0 ? -1 : reply_end(c);
}

int reply_end(struct connection *c)
{
    if (!lws_partial_buffered(c->wsi))
        return -1;
    lws_set_timeout(c->wsi, PENDING_TIMEOUT_HTTP_CONTENT, DRAIN_SECONDS);
    connection_ask_writable(c);
    return 0;
}
