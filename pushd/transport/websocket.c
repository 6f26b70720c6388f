/* WebSockets: a session of their own, or the upgrade of a polling one. */
#include "pushd/transport/internal.h"

#include <assert.h>

enum { MAX_FRAMES_PER_TURN = 64 }; /* so that one fast reader does not hold up the others */

static_assert((int) FRAME_HEADROOM >= (int) LWS_PRE, "frames leave room for the header");

/* --- Handshake --- */

int websocket_on_confirm(struct connection *c, const char *protocol)
{
    struct request r;
    /* libwebsockets also asks after it has refused an unknown upgrade itself, with its headers
     * gone: then there is nothing to look at. */
    if (lws_hdr_total_length(c->wsi, WSI_TOKEN_UPGRADE) <= 0 ||
        strcasecmp(protocol, "websocket") != 0 || c->kind != CONNECTION_IDLE)
        return -1;
    connection_reset(c);
    c->in_callback = true;
    reply_note_origin(c);
    enum request_error error = request_head_read(c, true, &r);
    c->in_callback = error != REQUEST_OK;
    if (error == REQUEST_OK)
        return 0;
    reply_error(c, error);
    return reply_write(c);
}

/* Closed only once open: a client that is refused before that cannot tell why. */
static int on_probe(struct connection *c, struct session *s)
{
    c->kind = CONNECTION_PROBE;
    if (eio_session_probe_open(&s->eio, session_input(s)) == EIO_ACCEPTED) {
        c->session = s;
        s->probe = c;
    } else {
        websocket_close(c, false);
    }
    session_settle(s);
    return 0;
}

int websocket_on_established(struct connection *c)
{
    struct request r;
    c->kind = CONNECTION_WEBSOCKET;
    if (request_head_read(c, true, &r) != REQUEST_OK || c->transport->closing) {
        websocket_close(c, false);
        return 0;
    }
    if (r.session)
        return on_probe(c, r.session);
    struct session *s = session_create(c, r.endpoint, true);
    c->session = s;
    s->websocket = c;
    session_settle(s);
    return 0;
}

/* --- Receiving --- */

static void on_probe_message(struct connection *c, struct str message, bool binary)
{
    struct session *s = c->session;
    eio_session_probe_receive(&s->eio, message, binary, session_input(s));
    if (s->eio.websocket) {
        c->kind = CONNECTION_WEBSOCKET;
        s->probe = NULL;
        s->websocket = c;
    }
    session_settle(s);
}

static void on_message(struct connection *c, struct str message, bool binary)
{
    struct session *s = c->session;
    if (!s)
        return;
    if (c->kind == CONNECTION_PROBE) {
        on_probe_message(c, message, binary);
        return;
    }
    eio_session_receive(&s->eio, message, binary, session_input(s));
    session_settle(s);
}

static int refuse_too_large(struct connection *c)
{
    static unsigned char reason[] = "message too large";
    lws_close_reason(c->wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, reason, sizeof(reason) - 1);
    return -1;
}

int websocket_on_receive(struct connection *c, struct str piece)
{
    bool first = lws_is_first_fragment(c->wsi);
    bool last = lws_is_final_fragment(c->wsi) && lws_remaining_packet_payload(c->wsi) == 0;
    bool binary = lws_frame_is_binary(c->wsi);
    if (c->closing)
        return 0;
    if (piece.len > c->body.max)
        return refuse_too_large(c);
    if (first && last) {
        on_message(c, piece, binary);
        return 0;
    }
    if (first)
        buf_clear(&c->body);
    if (!buf_add(&c->body, piece))
        return refuse_too_large(c);
    if (last) {
        on_message(c, buf_str(&c->body), binary);
        buf_cleanup(&c->body);
    }
    return 0;
}

/* --- Sending --- */

static bool write_probe_answer(struct connection *c)
{
    unsigned char answer[LWS_PRE + sizeof(EIO_PROBE_ANSWER)];
    size_t len = sizeof(EIO_PROBE_ANSWER) - 1;
    memcpy(answer + LWS_PRE, EIO_PROBE_ANSWER, len);
    eio_session_probe_done(&c->session->eio);
    return lws_write(c->wsi, answer + LWS_PRE, len, LWS_WRITE_TEXT) >= 0;
}

/* The header goes into the frame's headroom: the same bytes for whoever shares it. */
static bool write_frame(struct connection *c, struct frame *f)
{
    return lws_write(c->wsi, frame_wire(f), frame_bytes(f).len,
                     frame_is_binary(f) ? LWS_WRITE_BINARY : LWS_WRITE_TEXT) >= 0;
}

static bool write_frames(struct connection *c)
{
    struct outq *queue = &c->session->eio.queue;
    for (int n = 0; queue->count > 0 && n < MAX_FRAMES_PER_TURN; n++) {
        if (lws_partial_buffered(c->wsi))
            break;
        if (!write_frame(c, outq_peek(queue)))
            return false;
        outq_pop(queue);
    }
    if (queue->count > 0)
        connection_ask_writable(c);
    return true;
}

int websocket_on_writable(struct connection *c)
{
    struct session *s = c->session;
    if (!s)
        return 0;
    session_input(s);
    if (s->eio.probe_answer_due && !write_probe_answer(c))
        return -1;
    if (c->kind == CONNECTION_WEBSOCKET && !write_frames(c))
        return -1;
    session_settle(s);
    return 0;
}

/* --- Ending --- */

/* Not from here: it may be amid a callback of this very connection. Nor by returning −1 when it is
 * writable: libwebsockets then drops it without a close frame. */
void websocket_close(struct connection *c, bool stuck)
{
    struct transport *t = c->transport;
    c->closing = true;
    if (stuck) {
        lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
        return;
    }
    if (c->ending_link)
        return;
    c->ending_next = t->ending;
    c->ending_link = &t->ending;
    if (t->ending)
        t->ending->ending_link = &c->ending_next;
    t->ending = c;
    transport_ask_turn(t);
}

void websocket_forget_ending(struct connection *c)
{
    if (!c->ending_link)
        return;
    *c->ending_link = c->ending_next;
    if (c->ending_next)
        c->ending_next->ending_link = c->ending_link;
    c->ending_link = NULL;
}

void websocket_close_ending(struct transport *t)
{
    enum lws_close_status status =
        t->closing ? LWS_CLOSE_STATUS_GOINGAWAY : LWS_CLOSE_STATUS_NORMAL;
    while (t->ending) {
        struct connection *c = t->ending;
        websocket_forget_ending(c);
        lws_close_reason(c->wsi, status, NULL, 0);
        lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
    }
}

void websocket_on_closed(struct connection *c)
{
    struct session *s = c->session;
    c->session = NULL;
    if (!s)
        return;
    if (s->probe == c) {
        s->probe = NULL;
        eio_session_probe_lost(&s->eio, session_input(s));
    } else if (s->websocket == c) {
        s->websocket = NULL;
        eio_session_lost(&s->eio, "transport close", session_input(s));
    }
    session_settle(s);
}
