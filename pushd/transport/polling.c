/* HTTP long-polling: GET receives, POST sends. */
#include "pushd/transport/internal.h"

static const char text_plain[] = "text/plain; charset=UTF-8";

enum { MAX_DISCARD_BYTES = 16 << 20 }; /* of a refused body; beyond, the connection is closed */

/* --- GET --- */

static void hold(struct connection *c, struct session *s)
{
    c->kind = CONNECTION_HELD;
    c->session = s;
    s->poll = c;
    lws_set_timeout(c->wsi, NO_PENDING_TIMEOUT, 0);
}

static void on_get(struct connection *c, const struct request *r)
{
    struct session *s = r->session;
    if (!s)
        s = session_create(c, r->endpoint, false);
    if (eio_session_get(&s->eio, session_input(s)) == EIO_ACCEPTED)
        hold(c, s);
    else
        reply_error(c, REQUEST_BAD);
    if (c->kind == CONNECTION_HELD && s->eio.poll_amid_upgrade)
        session_settle_later(s);
    else
        session_settle(s);
    if (c->kind == CONNECTION_HELD && !watcher_start(c)) {
        eio_session_close(&s->eio, "transport error", true);
        session_settle(s);
    }
}

void polling_answer(struct session *s)
{
    struct connection *c = s->poll;
    s->poll = NULL;
    c->session = NULL;
    watcher_stop(c);
    if (watcher_peer_gone(c)) {
        c->kind = CONNECTION_IDLE;
        eio_session_get_lost(&s->eio, uv_now(s->transport->loop));
        lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
        return;
    }
    buf_clear(&c->body);
    c->body.max = 2 * s->eio.queue.bytes + 16; /* base64 and separators included */
    if (eio_session_take_payload(&s->eio, &c->body) == EIO_ACCEPTED)
        reply_ready(c, 200, text_plain);
    else
        reply_error(c, REQUEST_BAD);
}

/* --- POST, and the bodies of refused requests --- */

/* The body of a request that was not refused. */
static void take_post(struct connection *c, struct session *s)
{
    c->session = NULL;
    s->post = NULL;
    if (eio_session_post(&s->eio, buf_str(&c->body), session_input(s)) == EIO_ACCEPTED) {
        buf_clear(&c->body);
        buf_add_cstr(&c->body, "ok");
        reply_ready(c, 200, text_plain);
    } else {
        reply_error(c, REQUEST_BAD);
    }
    session_settle(s);
}

static void finish_receiving(struct connection *c)
{
    struct session *s = c->session;
    if (c->status == 413) {
        buf_clear(&c->body);
        reply_ready(c, 413, text_plain);
    } else if (c->status != 0 || !s || !buf_ok(&c->body)) {
        reply_error(c, c->status != 0 ? (enum request_error) c->error : REQUEST_BAD);
    } else {
        take_post(c, s);
    }
}

/* Gather the body first, then answer: a client that is still writing may miss an earlier answer. */
static void receive(struct connection *c, const struct request *r)
{
    c->kind = CONNECTION_RECEIVING;
    c->body.max = c->transport->config.max_payload_bytes;
    if (!r->has_body || r->chunked || r->body_len > MAX_DISCARD_BYTES)
        finish_receiving(c);
}

static void on_post(struct connection *c, const struct request *r)
{
    struct session *s = r->session;
    if (r->chunked) {
        c->error = REQUEST_BAD;
        c->status = 400;
    } else if (r->body_len > c->transport->config.max_payload_bytes) {
        c->status = 413;
    } else if (eio_session_post_begin(&s->eio, session_input(s)) == EIO_ACCEPTED) {
        c->session = s;
        s->post = c;
    } else {
        c->error = REQUEST_BAD;
        c->status = 400;
    }
    session_settle(s);
    receive(c, r);
}

static void refuse(struct connection *c, const struct request *r, enum request_error error)
{
    c->status = 400;
    c->error = (int) error;
    receive(c, r);
}

/* --- What libwebsockets calls --- */

static void reply_not_found(struct connection *c)
{
    buf_add_cstr(&c->body, "Not Found");
    reply_ready(c, 404, text_plain);
}

static void answer_request(struct connection *c, const struct request *r, enum request_error error)
{
    if (!r->endpoint)
        reply_not_found(c);
    else if (r->method == REQUEST_OPTIONS && c->transport->config.cors_origin.len > 0 &&
             !r->has_body)
        reply_ready(c, 204, text_plain);
    else if (error != REQUEST_OK)
        refuse(c, r, error);
    else if (r->method == REQUEST_POST)
        on_post(c, r);
    else
        on_get(c, r);
}

static int end_callback(struct connection *c)
{
    c->in_callback = false;
    return c->kind == CONNECTION_REPLYING ? reply_write(c) : 0;
}

int polling_on_request(struct connection *c)
{
    struct request r;
    if (c->kind != CONNECTION_IDLE || c->transport->closing)
        return -1; /* a request amid another, or amid the end */
    connection_reset(c);
    c->in_callback = true;
    reply_note_origin(c);
    enum request_error error = request_head_read(c, false, &r);
    c->head_only = r.method == REQUEST_HEAD;
    answer_request(c, &r, error);
    return end_callback(c);
}

int polling_on_body(struct connection *c, struct str piece)
{
    if (c->kind == CONNECTION_RECEIVING && c->status == 0)
        buf_add(&c->body, piece);
    return 0;
}

int polling_on_body_complete(struct connection *c)
{
    if (c->kind != CONNECTION_RECEIVING)
        return 0;
    c->in_callback = true;
    finish_receiving(c);
    return end_callback(c);
}

int polling_on_writable(struct connection *c)
{
    if (c->kind == CONNECTION_ENDING)
        return reply_end(c);
    return c->kind == CONNECTION_REPLYING ? reply_write(c) : 0;
}

void polling_on_closed(struct connection *c)
{
    struct session *s = c->session;
    watcher_stop(c);
    c->session = NULL;
    if (!s)
        return;
    if (s->poll == c) {
        s->poll = NULL;
        eio_session_get_lost(&s->eio, session_input(s));
    } else if (s->post == c) {
        s->post = NULL;
        eio_session_post_lost(&s->eio, session_input(s));
    }
    session_settle(s);
}
