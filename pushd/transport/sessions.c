/* The sessions of a transport: found by sid, woken, settled, timed, ended. */
#include "pushd/transport/internal.h"

#include "pushd/transport/sid.h"

#include <assert.h>
#include <stdlib.h>

static_assert((int) SID_LEN == (int) EIO_SID_LEN, "a session's sid is a generated one");

enum { FIRST_BUCKETS = 256 };

/* --- The table --- */

/* Only sids of our own making are stored, and they are random: no mixing needed. */
static size_t bucket_of(const struct session_table *table, const char *sid)
{
    uint64_t head;
    memcpy(&head, sid, sizeof(head));
    return (size_t) (head * 0x9e3779b97f4a7c15U >> 32) & (table->bucket_count - 1);
}

static void table_link(struct session_table *table, struct session *s)
{
    struct session **bucket = &table->buckets[bucket_of(table, s->eio.sid)];
    s->hash_next = *bucket;
    *bucket = s;
}

static void table_grow(struct session_table *table)
{
    struct session_table old = *table;
    table->bucket_count = old.bucket_count ? old.bucket_count * 2 : FIRST_BUCKETS;
    table->buckets = calloc(table->bucket_count, sizeof(struct session *));
    if (!table->buckets)
        abort();
    for (size_t i = 0; i < old.bucket_count; i++) {
        for (struct session *s = old.buckets[i], *next; s; s = next) {
            next = s->hash_next;
            table_link(table, s);
        }
    }
    free(old.buckets);
}

static void table_add(struct session_table *table, struct session *s)
{
    if (table->count == table->bucket_count)
        table_grow(table);
    table_link(table, s);
    table->count++;
}

static void table_remove(struct session_table *table, struct session *s)
{
    struct session **link = &table->buckets[bucket_of(table, s->eio.sid)];
    while (*link != s)
        link = &(*link)->hash_next;
    *link = s->hash_next;
    table->count--;
}

void session_table_cleanup(struct session_table *table)
{
    assert(table->count == 0);
    free(table->buckets);
    *table = (struct session_table){0};
}

struct session *session_find(const struct transport *t, struct str sid)
{
    if (sid.len != EIO_SID_LEN || t->table.count == 0)
        return NULL;
    struct session *s = t->table.buckets[bucket_of(&t->table, sid.ptr)];
    while (s && memcmp(s->eio.sid, sid.ptr, EIO_SID_LEN) != 0)
        s = s->hash_next;
    return s;
}

/* --- Waking --- */

static void dirty_add(struct session *s)
{
    struct transport *t = s->transport;
    transport_ask_turn(t);
    s->dirty_next = t->dirty;
    s->dirty_link = &t->dirty;
    if (t->dirty)
        t->dirty->dirty_link = &s->dirty_next;
    t->dirty = s;
}

static void dirty_remove(struct session *s)
{
    if (!s->dirty_link)
        return;
    *s->dirty_link = s->dirty_next;
    if (s->dirty_next)
        s->dirty_next->dirty_link = s->dirty_link;
    s->dirty_link = NULL;
}

static void on_wake(struct eio_session *eio)
{
    struct session *s = (struct session *) eio;
    if (!s->in_input && !s->dirty_link)
        dirty_add(s);
}

void session_settle_later(struct session *s)
{
    s->in_input = false;
    on_wake(&s->eio);
}

void session_settle_woken(struct transport *t)
{
    struct session *turn = t->dirty;
    t->dirty = NULL;
    if (turn)
        turn->dirty_link = &turn;
    while (turn) {
        struct session *s = turn;
        dirty_remove(s);
        session_settle(s);
    }
}

uint64_t session_input(struct session *s)
{
    s->in_input = true;
    return uv_now(s->transport->loop);
}

/* --- Time --- */

static void on_timer(uv_timer_t *timer)
{
    struct session *s = timer->data;
    s->timer_at = 0;
    eio_session_tick(&s->eio, session_input(s));
    session_settle(s);
}

/* A timer that rings too early is left alone: ringing once for nothing costs less than moving it
 * with every pong. */
static void schedule(struct session *s)
{
    uint64_t at = eio_session_deadline(&s->eio), now = uv_now(s->transport->loop);
    if (at == 0 || (s->timer_at != 0 && s->timer_at <= at))
        return;
    s->timer_at = at;
    uv_timer_start(&s->timer, on_timer, at > now ? at - now : 0, 0);
}

/* --- Life --- */

struct session *session_create(struct connection *c, const struct endpoint *endpoint,
                               bool websocket)
{
    struct transport *t = c->transport;
    struct session *s = calloc(1, sizeof(*s));
    if (!s)
        abort();
    s->transport = t;
    s->eio.config = &t->eio_config;
    s->eio.app = endpoint->app;
    s->eio.wake = on_wake;
    do {
        sid_generate(s->eio.sid);
    } while (session_find(t, str_of(s->eio.sid, EIO_SID_LEN)));
    request_peer(c, s->address, s->request_id);
    s->eio.peer_address = str_from(s->address);
    s->eio.peer_request_id = str_from(s->request_id);
    uv_timer_init(t->loop, &s->timer);
    s->timer.data = s;
    table_add(&t->table, s);
    eio_session_open(&s->eio, websocket, session_input(s));
    return s;
}

static void on_timer_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void drop_websocket(struct connection **link)
{
    struct connection *c = *link;
    if (!c)
        return;
    *link = NULL;
    c->session = NULL;
    websocket_close(c, lws_partial_buffered(c->wsi));
}

static void destroy(struct session *s)
{
    table_remove(&s->transport->table, s);
    dirty_remove(s);
    if (s->post)
        s->post->session = NULL;
    assert(!s->poll);
    drop_websocket(&s->probe);
    drop_websocket(&s->websocket);
    eio_session_cleanup(&s->eio);
    uv_close((uv_handle_t *) &s->timer, on_timer_closed);
}

void session_settle(struct session *s)
{
    unsigned actions;
    s->in_input = true;
    do {
        actions = eio_session_settle(&s->eio, uv_now(s->transport->loop));
        if (actions & EIO_ANSWER_POLL)
            polling_answer(s);
        if (actions & EIO_DROP_PROBE) {
            drop_websocket(&s->probe);
            eio_session_probe_done(&s->eio);
        }
    } while (actions & (EIO_ANSWER_POLL | EIO_DROP_PROBE));
    s->in_input = false;
    if (actions & EIO_FINISHED) {
        destroy(s);
        return;
    }
    if ((actions & EIO_ANSWER_PROBE) && s->probe)
        connection_ask_writable(s->probe);
    if ((actions & (EIO_WRITE | EIO_ANSWER_PROBE)) && s->websocket)
        connection_ask_writable(s->websocket);
    schedule(s);
}

void session_close_all(struct transport *t, const char *reason)
{
    for (size_t i = 0; i < t->table.bucket_count; i++) {
        while (t->table.buckets[i]) {
            struct session *s = t->table.buckets[i];
            session_input(s);
            eio_session_close(&s->eio, reason, true);
            session_settle(s);
        }
    }
}
