#include "pushd/gateway/gateway.h"

#include "pushd/gateway/client.h"
#include "shared/clock.h"
#include "shared/log.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* ---- what the transport calls ---------------------------------------------------------------- */

static bool on_knows_namespace(void *ctx, struct str nsp)
{
    (void) ctx;
    return str_eq_cstr(nsp, "/");
}

static void link_client(struct gateway *g, struct client *c)
{
    c->next = g->clients;
    if (g->clients)
        g->clients->prev = c;
    g->clients = c;
    g->client_count++;
}

static void unlink_client(struct gateway *g, struct client *c)
{
    if (c->prev)
        c->prev->next = c->next;
    else
        g->clients = c->next;
    if (c->next)
        c->next->prev = c->prev;
    g->client_count--;
}

static void on_connect(void *ctx, struct sio_socket *s, struct str auth)
{
    struct gateway *g = ctx;
    struct client *c = calloc(1, sizeof(*c));
    if (!c)
        abort();
    c->gateway = g;
    c->target.socket = s;
    rooms_member_init(&c->target.member);
    sio_socket_set_user(s, c);
    link_client(g, c);
    /* On the way out, connections close by themselves, and clients come back elsewhere. */
    if (!g->stopped)
        connect_begin(c, auth);
}

static void on_event(void *ctx, struct sio_socket *s, struct str name, struct str args,
                     const struct str *attachments, size_t attachment_count, int64_t ack_id)
{
    const struct gateway *g = ctx;
    (void) attachments;
    (void) attachment_count; /* no emit takes any: a placeholder is no id and no text */
    if (!g->stopped)
        emits_take(sio_socket_user(s), name, args, ack_id);
}

static void on_disconnect(void *ctx, struct sio_socket *s, const char *reason)
{
    struct gateway *g = ctx;
    struct client *c = sio_socket_user(s);
    if (c->session_id > 0) {
        rooms_leave_prefix(g->rooms, &c->target.member, STR(""));
        announce_leave(c);
        log_info("disconnected", "user=%" PRId64 " session=%" PRId64 " reason=\"%s\"",
                 c->target.user_id, c->session_id, reason);
    }
    recheck_drop(c);
    call_abandon(&c->call);
    emits_drop(c);
    unlink_client(g, c);
    sio_socket_set_user(s, NULL);
    free(c);
}

/* ---- what the bus calls ---------------------------------------------------------------------- */

static void deliver(struct gateway *g, const struct bus_entry *e)
{
    size_t count = fanout_event(g->rooms, e->rooms, e->except, e->event, e->data);
    log_debug("delivered", "event=%.*s sockets=%zu request=%.*s", STR_FMT(e->event), count,
              STR_FMT(e->request));
}

void gateway_entry(struct gateway *g, const struct bus_entry *entry)
{
    struct bus_entry now;
    struct buf rooms;
    buf_init(&rooms, HOLD_ROOMS_MAX_BYTES);
    hold_keep(g, entry, &rooms, &now);
    if (now.event.len > 0)
        deliver(g, &now);
    control_apply(g, &now);
    buf_cleanup(&rooms);
}

void gateway_volatile_event(struct gateway *g, const struct bus_entry *entry)
{
    announce_heard(g, entry);
    gateway_entry(g, entry);
}

void gateway_seen(struct gateway *g, struct stream_id id)
{
    g->seen = id;
    hold_seen(g);
}

void gateway_gap(struct gateway *g)
{
    hold_gap(g);
    struct frame *frame = sio_frame_event(STR("/"), STR("resync"), STR("{}"));
    size_t count = 0;
    for (struct client *c = g->clients; c; c = c->next) {
        call_make_stale(c->call);
        call_make_stale(c->recheck.call);
        if (c->session_id == 0)
            continue;
        sio_socket_send(c->target.socket, frame);
        count++;
    }
    frame_unref(frame);
    log_info("resync", "sockets=%zu", count);
    for (struct client *c = g->clients; c; c = c->next) {
        if (c->session_id > 0)
            recheck_schedule(c);
    }
}

static void write_presence(void *ctx, int64_t user_id, const char *status)
{
    presence_store_set(ctx, user_id, status);
}

void gateway_rebuild_presence(struct gateway *g)
{
    presence_each(g->presence, write_presence, g->store);
}

/* ---- life ------------------------------------------------------------------------------------ */

struct gateway *gateway_create(uv_loop_t *loop, struct upstream *upstream)
{
    struct gateway *g = calloc(1, sizeof(*g));
    if (!g)
        abort();
    g->app = (struct sio_app){
        .ctx = g,
        .knows_namespace = on_knows_namespace,
        .connect = on_connect,
        .event = on_event,
        .disconnect = on_disconnect,
    };
    g->loop = loop;
    g->upstream = upstream;
    g->rooms = rooms_create();
    g->presence = presence_create();
    arena_init(&g->scratch);
    uv_timer_init(loop, &g->presence_timer);
    uv_timer_init(loop, &g->recheck_timer);
    uv_timer_init(loop, &g->hold_timer);
    g->presence_timer.data = g;
    g->recheck_timer.data = g;
    g->hold_timer.data = g;
    return g;
}

const struct sio_app *gateway_app(const struct gateway *g)
{
    return &g->app;
}

void gateway_set_store(struct gateway *g, struct presence_store *store)
{
    g->store = store;
}

void gateway_stop(struct gateway *g)
{
    g->stopped = true;
    uv_close((uv_handle_t *) &g->presence_timer, NULL);
    uv_close((uv_handle_t *) &g->recheck_timer, NULL);
    uv_close((uv_handle_t *) &g->hold_timer, NULL);
    hold_stop(g);
}

void gateway_destroy(struct gateway *g)
{
    assert(!g->clients);
    rooms_destroy(g->rooms);
    presence_destroy(g->presence);
    arena_cleanup(&g->scratch);
    free(g);
}
