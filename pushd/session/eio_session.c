#include "pushd/session/eio_session.h"

#include "pushd/proto/eio_packet.h"
#include "pushd/proto/eio_payload.h"

#include <assert.h>

enum {
    MAX_FRAMES = 65536,   /* waiting for one client, whatever their size */
    MAX_OPEN_BYTES = 256, /* of the open packet */
    TIMER_SLACK_MS = 20,  /* a timer this late is still on time */
    PAUSE_MS = 1000,      /* one this late tells that the process stood still */
};

static const char farewell_close = '0' + EIO_PACKET_CLOSE;
static const char farewell_noop = '0' + EIO_PACKET_NOOP;

/* --- Going out --- */

static void send_text(struct eio_session *s, struct str packet)
{
    struct frame *f = frame_create_text(packet);
    eio_session_send(s, f);
    frame_unref(f);
}

static void send_open(struct eio_session *s)
{
    struct buf packet;
    buf_init(&packet, MAX_OPEN_BYTES);
    buf_printf(&packet,
               "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%u,\"pingTimeout\":%u,"
               "\"maxPayload\":%zu}",
               s->sid, s->websocket ? "" : "\"websocket\"", s->config->ping_interval_ms,
               s->config->ping_timeout_ms, s->config->max_payload_bytes);
    assert(buf_ok(&packet));
    send_text(s, buf_str(&packet));
    buf_cleanup(&packet);
}

void eio_session_send(struct eio_session *s, struct frame *f)
{
    if (s->state != EIO_OPEN)
        return;
    if (outq_push(&s->queue, f))
        s->wake(s);
    else
        eio_session_close(s, "slow reader", true);
}

/* --- Begin and end --- */

void eio_session_open(struct eio_session *s, bool websocket, uint64_t now)
{
    s->websocket = websocket;
    s->state = EIO_OPEN;
    s->farewell = farewell_close;
    s->ping_at = now + s->config->ping_interval_ms;
    outq_init(&s->queue, s->config->max_queue_bytes, MAX_FRAMES);
    send_open(s);
    if (s->app->open)
        s->app->open(s->app->ctx, s, now);
}

void eio_session_close(struct eio_session *s, const char *reason, bool abrupt)
{
    if (s->state == EIO_CLOSED)
        return;
    if (!s->reason)
        s->reason = reason;
    s->state = EIO_CLOSING;
    s->abrupt = s->abrupt || abrupt;
    s->wake(s);
}

static void end_upgrade(struct eio_session *s)
{
    s->upgrade = EIO_UPGRADE_NONE;
    s->upgrade_by = 0;
}

static void refuse_probe(struct eio_session *s)
{
    end_upgrade(s);
    s->probe_answer_due = false;
    s->probe_refused = true;
}

static void finish(struct eio_session *s)
{
    s->state = EIO_CLOSED;
    outq_clear(&s->queue);
    if (s->upgrade != EIO_UPGRADE_NONE)
        refuse_probe(s);
    if (s->app->close)
        s->app->close(s->app->ctx, s, s->reason);
}

void eio_session_cleanup(struct eio_session *s)
{
    if (s->state != EIO_CLOSED) {
        if (!s->reason)
            s->reason = "transport close";
        finish(s);
    }
    outq_clear(&s->queue);
}

/* --- Coming in --- */

static void fail(struct eio_session *s, const char *reason)
{
    eio_session_close(s, reason, true);
}

static void handle_pong(struct eio_session *s, uint64_t now)
{
    if (s->pong_by == 0)
        return;
    s->pong_by = 0;
    s->ping_at = now + s->config->ping_interval_ms;
}

/* Returns false when a client may not send such a packet. */
static bool handle(struct eio_session *s, const struct eio_packet *p, uint64_t now)
{
    switch (p->type) {
    case EIO_PACKET_CLOSE:
        s->farewell = farewell_noop;
        fail(s, "transport close");
        return true;
    case EIO_PACKET_PONG:
        handle_pong(s, now);
        return true;
    case EIO_PACKET_MESSAGE:
        if (s->app->message)
            s->app->message(s->app->ctx, s, p->data, p->binary, now);
        return true;
    case EIO_PACKET_NOOP:
        return true;
    case EIO_PACKET_OPEN:
    case EIO_PACKET_PING:
    case EIO_PACKET_UPGRADE:
        return false;
    }
    return false;
}

void eio_session_receive(struct eio_session *s, struct str data, bool binary, uint64_t now)
{
    struct eio_packet packet;
    if (s->state != EIO_OPEN)
        return;
    if (!eio_packet_decode(data, binary, &packet) || !handle(s, &packet, now))
        fail(s, "parse error");
}

void eio_session_lost(struct eio_session *s, const char *reason, uint64_t now)
{
    (void) now;
    fail(s, reason);
}

/* --- Polling --- */

enum eio_verdict eio_session_get(struct eio_session *s, uint64_t now)
{
    eio_session_tick(s, now);
    if (s->websocket || s->state == EIO_CLOSED || s->abrupt)
        return EIO_BAD_REQUEST;
    if (s->poll_held) {
        fail(s, "transport error");
        return EIO_BAD_REQUEST;
    }
    s->poll_held = true;
    s->poll_amid_upgrade = s->upgrade == EIO_UPGRADE_PROBED;
    return EIO_ACCEPTED;
}

void eio_session_get_lost(struct eio_session *s, uint64_t now)
{
    (void) now;
    s->poll_held = false;
    if (!s->websocket)
        fail(s, "transport error");
}

enum eio_verdict eio_session_post_begin(struct eio_session *s, uint64_t now)
{
    eio_session_tick(s, now);
    if (s->websocket || s->state != EIO_OPEN)
        return EIO_BAD_REQUEST;
    if (s->post_active) {
        fail(s, "transport error");
        return EIO_BAD_REQUEST;
    }
    s->post_active = true;
    return EIO_ACCEPTED;
}

static bool handle_payload(struct eio_session *s, struct str body, uint64_t now)
{
    struct eio_payload payload;
    struct eio_packet packet;
    struct str text;
    struct buf scratch;
    bool ok = true;
    buf_init(&scratch, body.len);
    eio_payload_start(&payload, body);
    while (ok && s->state == EIO_OPEN && eio_payload_next(&payload, &text)) {
        buf_clear(&scratch);
        ok = eio_packet_decode_polling(text, &scratch, &packet) && handle(s, &packet, now);
    }
    buf_cleanup(&scratch);
    return ok;
}

enum eio_verdict eio_session_post(struct eio_session *s, struct str body, uint64_t now)
{
    s->post_active = false;
    if (s->state != EIO_OPEN)
        return EIO_BAD_REQUEST;
    if (handle_payload(s, body, now))
        return EIO_ACCEPTED;
    fail(s, "parse error");
    return EIO_BAD_REQUEST;
}

void eio_session_post_lost(struct eio_session *s, uint64_t now)
{
    (void) now;
    s->post_active = false;
    if (!s->websocket)
        fail(s, "transport error");
}

static bool poll_answer_due(const struct eio_session *s)
{
    return s->queue.count > 0 || s->websocket || s->upgrade == EIO_UPGRADE_PROBED ||
           s->state != EIO_OPEN;
}

static void take_frames(struct eio_session *s, struct buf *out)
{
    for (struct frame *f; (f = outq_peek(&s->queue)); outq_pop(&s->queue)) {
        struct str packet = frame_bytes(f);
        size_t cost = eio_payload_cost(packet, frame_is_binary(f));
        if (out->len > 0 && out->len + cost > s->config->max_payload_bytes)
            return;
        eio_payload_add(out, packet, frame_is_binary(f));
    }
}

enum eio_verdict eio_session_take_payload(struct eio_session *s, struct buf *out)
{
    bool polling = !s->websocket;
    s->poll_held = false;
    if (s->websocket && s->poll_amid_upgrade)
        return EIO_BAD_REQUEST;
    if (polling)
        take_frames(s, out);
    /* Alone in its answer: the stock client obeys a close at once, but hears what lies before it in
     * the same answer only a turn later, when it is deaf already. */
    if (polling && s->state != EIO_OPEN && out->len == 0 && s->farewell) {
        eio_payload_add(out, str_of(&s->farewell, 1), false);
        s->farewell = 0;
    }
    if (out->len == 0)
        eio_payload_add(out, str_of(&farewell_noop, 1), false);
    return EIO_ACCEPTED;
}

/* --- Upgrade --- */

enum eio_verdict eio_session_probe_open(struct eio_session *s, uint64_t now)
{
    if (s->websocket || s->state != EIO_OPEN || s->upgrade != EIO_UPGRADE_NONE || s->probe_refused)
        return EIO_BAD_REQUEST;
    s->upgrade = EIO_UPGRADE_OPENED;
    s->upgrade_by = now + s->config->upgrade_timeout_ms;
    return EIO_ACCEPTED;
}

void eio_session_probe_receive(struct eio_session *s, struct str data, bool binary, uint64_t now)
{
    struct eio_packet packet;
    (void) now;
    if (s->upgrade == EIO_UPGRADE_NONE || s->state != EIO_OPEN)
        return;
    if (!eio_packet_decode(data, binary, &packet)) {
        refuse_probe(s);
    } else if (s->upgrade == EIO_UPGRADE_OPENED && packet.type == EIO_PACKET_PING &&
               str_eq(packet.data, STR("probe"))) {
        s->upgrade = EIO_UPGRADE_PROBED;
        s->probe_answer_due = true;
    } else if (s->upgrade == EIO_UPGRADE_PROBED && packet.type == EIO_PACKET_UPGRADE) {
        end_upgrade(s);
        s->websocket = true;
    } else {
        refuse_probe(s);
    }
}

void eio_session_probe_lost(struct eio_session *s, uint64_t now)
{
    (void) now;
    end_upgrade(s);
    s->probe_answer_due = false;
    s->probe_refused = false;
}

void eio_session_probe_done(struct eio_session *s)
{
    s->probe_answer_due = false;
    s->probe_refused = false;
}

/* --- Time --- */

static void tick_ping(struct eio_session *s, uint64_t now)
{
    /* A ping on time is answered by the plan, so that ping_interval + ping_timeout holds exactly.
     */
    uint64_t sent = now - s->ping_at > TIMER_SLACK_MS ? now : s->ping_at;
    s->ping_at = 0;
    s->pong_by = sent + s->config->ping_timeout_ms;
    send_text(s, STR("2"));
}

static void tick_pong(struct eio_session *s, uint64_t now)
{
    /* When the process itself stood still, the pong may lie unread: one more chance. */
    if (now - s->pong_by > PAUSE_MS)
        s->pong_by = now + PAUSE_MS;
    else
        fail(s, "ping timeout");
}

static bool due(uint64_t at, uint64_t now)
{
    return at != 0 && now >= at;
}

void eio_session_tick(struct eio_session *s, uint64_t now)
{
    if (due(s->upgrade_by, now))
        refuse_probe(s);
    if (s->state == EIO_CLOSING && due(s->close_by, now))
        s->abrupt = true;
    if (s->state == EIO_OPEN && due(s->pong_by, now))
        tick_pong(s, now);
    if (s->state == EIO_OPEN && due(s->ping_at, now))
        tick_ping(s, now);
    if (s->state == EIO_OPEN && due(s->alarm_at, now)) {
        s->alarm_at = 0;
        if (s->app->alarm)
            s->app->alarm(s->app->ctx, s, now);
    }
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return b != 0 && (a == 0 || b < a) ? b : a;
}

uint64_t eio_session_deadline(const struct eio_session *s)
{
    if (s->state == EIO_CLOSED)
        return 0;
    if (s->state == EIO_CLOSING)
        return earlier(s->upgrade_by, s->close_by);
    uint64_t heartbeat = earlier(s->ping_at, s->pong_by);
    return earlier(earlier(heartbeat, s->upgrade_by), s->alarm_at);
}

/* --- Rest --- */

/* Whether a closing session has said all it had to say. */
static bool is_drained(const struct eio_session *s)
{
    return s->websocket ? s->queue.count == 0 : s->farewell == 0;
}

unsigned eio_session_settle(struct eio_session *s, uint64_t now)
{
    unsigned actions = 0;
    if (s->state != EIO_CLOSED && s->app->settle)
        s->app->settle(s->app->ctx, s, now);
    if (s->state == EIO_CLOSING && s->close_by == 0)
        s->close_by = now + s->config->ping_timeout_ms;
    if (s->state == EIO_CLOSING && (s->abrupt || is_drained(s)))
        finish(s);
    if (s->poll_held && poll_answer_due(s))
        actions |= EIO_ANSWER_POLL;
    if (s->websocket && s->queue.count > 0)
        actions |= EIO_WRITE;
    if (s->probe_answer_due)
        actions |= EIO_ANSWER_PROBE;
    if (s->probe_refused)
        actions |= EIO_DROP_PROBE;
    if (s->state == EIO_CLOSED)
        actions |= EIO_FINISHED;
    return actions;
}
