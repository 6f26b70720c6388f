#include "pushd/gateway/client.h"
#include "pushd/gateway/held.h"
#include "pushd/gateway/rights.h"
#include "shared/clock.h"
#include "shared/log.h"
#include "shared/room.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A server whose rights are in question. What it holds begins with the recheck that is being asked
 * about; everything of the server that came after it waits behind.
 *
 * The answer says where the stream stood when it was so. When another recheck lies before that
 * place, what was so between the two is not known: what private channels said then is told to
 * nobody in question, and who might have heard it is told to fetch again.
 *
 * When it takes too long, or is too much, the hold gives up: those in question leave the private
 * channels, and everything else goes on. The question does not rest; once workers answer again, the
 * hold begins anew, and in the end all in question fetch again. */

enum {
    USERS_AT_ONCE = 2000,
    QUESTION_PATIENCE_MS = 3000,
    ASK_AGAIN_MS = 500,
    LOOK_EVERY_MS = 100,
    PATH_SIZE = 64,
    ROOM_SIZE = 64,
    QUESTION_MAX_BYTES = USERS_AT_ONCE * 20 + 32,
};

#define END_OF_STREAM ((struct stream_id){UINT64_MAX, UINT64_MAX})

enum hold_state { HOLD_ASKING, HOLD_RESTING, HOLD_ANSWERED };

struct hold {
    struct hold *next;
    struct gateway *gateway;
    int64_t server_id;
    struct held held;
    enum hold_state state;
    bool given_up;       /* nothing waits any more, the queue holds rechecks only */
    bool resync;         /* it was given up in between: all in question fetch again */
    uint64_t question;   /* the number of the question under way */
    size_t outstanding;  /* parts of it that are not answered */
    bool failed;         /* a part of it was not */
    int64_t asked_user;  /* whom it is about; 0: everybody */
    struct stream_id at; /* the answer's place */
    uint64_t ask_at_ms;  /* in HOLD_RESTING */
};

/* One part of a question. */
struct question {
    struct gateway *gateway;
    uint64_t number;
    size_t user_count;
    int64_t user_ids[];
};

static void ask(struct hold *h);
static void watch(struct gateway *g);

static struct hold *find(const struct gateway *g, int64_t server_id)
{
    struct hold *h = g->holds;
    while (h && h->server_id != server_id)
        h = h->next;
    return h;
}

bool hold_is_on(const struct gateway *g, struct place place)
{
    const struct hold *h = place.kind == PLACE_SERVER ? find(g, place.id) : NULL;
    return h && !h->given_up;
}

/* In `text`, because the arena is everybody's. */
static struct str own_room(const struct hold *h, char text[static ROOM_SIZE])
{
    int len = snprintf(text, ROOM_SIZE, "server:%" PRId64, h->server_id);
    return str_of(text, (size_t) len);
}

static bool is_asked_about(const struct hold *h, const struct client *c)
{
    return h->asked_user == 0 || c->target.user_id == h->asked_user;
}

/* ---- what is held, told ---------------------------------------------------------------------- */

struct telling {
    const struct hold *hold;
    const struct held_entry *held;
    struct frame *frame;
    bool unsure; /* who was asked about must not hear it: he may not have been allowed to */
    bool *withheld;
};

static bool sits_in_one(const struct client *c, struct str rooms)
{
    while (rooms.len > 0) {
        if (rooms_has(c->gateway->rooms, &c->target.member, str_cut(&rooms, ' ')))
            return true;
    }
    return false;
}

static void tell(void *ctx, struct rooms_member *m)
{
    const struct telling *t = ctx;
    const struct held_entry *e = t->held;
    struct client *c = client_of(m);
    if (e->entry.except != 0 && c->target.user_id == e->entry.except)
        return;
    /* Heard elsewhere when it came, unless it only came there later. */
    if (c->entered < e->number && sits_in_one(c, e->heard))
        return;
    if (t->unsure && is_asked_about(t->hold, c)) {
        c->unsure = true;
        *t->withheld = true;
        return;
    }
    sio_socket_send(c->target.socket, t->frame);
}

/* Whether every member hears of it: then it is not for this question to say. */
static bool is_for_all(const struct hold *h, struct str rooms)
{
    char room[ROOM_SIZE];
    while (rooms.len > 0) {
        if (str_eq(str_cut(&rooms, ' '), own_room(h, room)))
            return true;
    }
    return false;
}

static void release_entry(struct hold *h, const struct held_entry *e, bool unsure, bool *withheld)
{
    struct gateway *g = h->gateway;
    if (e->entry.event.len > 0) {
        struct telling t = {
            .hold = h,
            .held = e,
            .frame = sio_frame_event(STR("/"), e->entry.event, e->entry.data),
            .unsure = unsure && !is_for_all(h, e->entry.rooms),
            .withheld = withheld,
        };
        rooms_visit(g->rooms, e->entry.rooms, tell, &t);
        frame_unref(t.frame);
    }
    if (e->entry.control == BUS_LEAVE_ROOM)
        control_apply(g, &e->entry);
}

struct resyncing {
    const struct hold *hold;
    struct frame *frame;
    bool all, withheld;
    size_t count;
};

static void resync(void *ctx, struct rooms_member *m)
{
    struct resyncing *r = ctx;
    struct client *c = client_of(m);
    if (is_asked_about(r->hold, c) && (r->all || (r->withheld && c->unsure))) {
        sio_socket_send(c->target.socket, r->frame);
        r->count++;
    }
    c->unsure = false;
}

/* Those in question who may have missed something fetch again. */
static void tell_resync(struct hold *h, bool all, bool withheld)
{
    char room[ROOM_SIZE];
    struct resyncing r = {.hold = h, .all = all, .withheld = withheld};
    r.frame = sio_frame_event(STR("/"), STR("resync"), STR("{}"));
    rooms_visit(h->gateway->rooms, own_room(h, room), resync, &r);
    frame_unref(r.frame);
    if (r.count > 0)
        log_info("rights_resync", "server=%" PRId64 " sockets=%zu", h->server_id, r.count);
}

/* ---- the end of a hold ----------------------------------------------------------------------- */

/* Joins that waited may ask now. */
static void unpark(struct gateway *g, int64_t server_id)
{
    for (struct client *c = g->clients; c; c = c->next) {
        if (c->parked_for == server_id)
            emits_resume(c);
    }
}

static void destroy(struct hold *h)
{
    struct gateway *g = h->gateway;
    struct hold **at = &g->holds;
    int64_t server_id = h->server_id;
    while (*at != h)
        at = &(*at)->next;
    *at = h->next;
    held_cleanup(&h->held);
    free(h);
    if (!g->stopped)
        unpark(g, server_id);
}

/* ---- giving up ------------------------------------------------------------------------------- */

static bool is_private(void *ctx, struct str room)
{
    const struct hold *h = ctx;
    int64_t channel_id;
    return place_server_of(room, &channel_id) == h->server_id && channel_id > 0;
}

static void leave_private(void *ctx, struct rooms_member *m)
{
    struct hold *h = ctx;
    if (is_asked_about(h, client_of(m)))
        rooms_leave_if(h->gateway->rooms, m, is_private, h);
}

/* Who is in question hears nothing private until it is known what he may. */
static void take_out(struct hold *h)
{
    char room[ROOM_SIZE];
    held_scope(&h->held, END_OF_STREAM, &h->asked_user);
    rooms_visit(h->gateway->rooms, own_room(h, room), leave_private, h);
}

/* The rechecks that stand there become one, asked about as soon as possible. */
static void start_over(struct hold *h)
{
    struct bus_entry recheck = {.control = BUS_RECHECK, .user_id = h->asked_user};
    held_cleanup(&h->held);
    held_push(&h->held, &recheck, STR(""))->at_ms = clock_mono_ms();
    h->question = 0;
    h->outstanding = 0;
    h->state = HOLD_RESTING;
    h->ask_at_ms = clock_mono_ms();
}

static void give_up(struct hold *h, const char *why)
{
    bool withheld = false;
    if (!h->given_up) {
        log_warn("rights_unknown", "server=%" PRId64 " bytes=%zu reason=\"%s\"", h->server_id,
                 h->held.bytes, why);
        take_out(h);
        for (const struct held_entry *e = h->held.first; e; e = e->next)
            release_entry(h, e, false, &withheld);
        tell_resync(h, true, false);
        h->given_up = true;
    }
    start_over(h);
    unpark(h->gateway, h->server_id);
}

/* ---- the answer ------------------------------------------------------------------------------ */

struct applying {
    struct hold *hold;
    const struct rights *rights; /* NULL: the server is gone */
    size_t user;
};

static bool is_forbidden(void *ctx, struct str room)
{
    const struct applying *a = ctx;
    int64_t channel_id;
    if (place_server_of(room, &channel_id) != a->hold->server_id || channel_id == 0)
        return false;
    const struct rights_channel *channel = rights_channel(a->rights, channel_id);
    return !channel || !rights_has(channel->users, a->user);
}

static void enter_allowed(struct client *c, const struct applying *a)
{
    char room[ROOM_SIZE];
    for (size_t i = 0; i < a->rights->channel_count; i++) {
        const struct rights_channel *channel = &a->rights->channels[i];
        if (!rights_has(channel->users, a->user))
            continue;
        int len = snprintf(room, sizeof(room), "channel:%" PRId64 ":%" PRId64, a->hold->server_id,
                           channel->id);
        if (!rooms_enter(c->gateway->rooms, &c->target.member, str_of(room, (size_t) len)))
            log_warn("room_not_entered", "user=%" PRId64 " place=%" PRId64, c->target.user_id,
                     a->hold->server_id);
    }
}

static void apply_to(void *ctx, struct rooms_member *m)
{
    const struct applying *a = ctx;
    struct client *c = client_of(m);
    struct rooms *rooms = c->gateway->rooms;
    const struct place place = {.kind = PLACE_SERVER, .id = a->hold->server_id};
    char room[ROOM_SIZE];
    uint32_t seats = m->seat_count;
    if (!rooms_has(rooms, m, own_room(a->hold, room)))
        return;
    if (!a->rights || !rights_has(a->rights->members, a->user)) {
        place_leave(rooms, m, place);
        return;
    }
    rooms_leave_if(rooms, m, is_forbidden, ctx);
    c->unsure = c->unsure || m->seat_count < seats;
    enter_allowed(c, a);
}

static void apply(struct hold *h, const struct question *q, const struct rights *rights)
{
    struct applying a = {.hold = h, .rights = rights};
    struct gateway *g = h->gateway;
    for (a.user = 0; a.user < q->user_count; a.user++) {
        rooms_visit(g->rooms, room_user(&g->scratch, q->user_ids[a.user]), apply_to, &a);
        arena_reset(&g->scratch);
    }
}

static void rest(struct hold *h)
{
    h->state = HOLD_RESTING;
    h->ask_at_ms = clock_mono_ms() + ASK_AGAIN_MS;
}

/* The rooms are set. Tell what waits, up to the next recheck that the answer does not cover. */
static void release(struct hold *h)
{
    const struct held_entry *last = held_last_recheck(&h->held, h->at);
    bool unsure = true, withheld = false;
    size_t count = 0;
    while (h->held.first) {
        struct held_entry *e = h->held.first;
        if (e->entry.control == BUS_RECHECK && stream_id_compare(e->entry.id, h->at) > 0)
            break;
        if (e == last)
            unsure = false;
        held_take(&h->held);
        release_entry(h, e, unsure, &withheld);
        free(e);
        count++;
    }
    log_debug("rights_known", "server=%" PRId64 " entries=%zu", h->server_id, count);
    tell_resync(h, h->resync, withheld);
    h->resync = false;
    if (h->held.first)
        ask(h);
    else
        destroy(h);
}

/* The answer counts once the stream was read up to its place: only then it is known which rechecks
 * lie before it. */
static void release_if_read(struct hold *h)
{
    int64_t user_id;
    if (stream_id_compare(h->gateway->seen, h->at) < 0)
        return;
    held_scope(&h->held, h->at, &user_id);
    if (stream_id_compare(h->at, h->held.first->entry.id) < 0)
        rest(h); /* the stream is another one: the gap is about to be told */
    else if (h->asked_user != 0 && h->asked_user != user_id)
        ask(h);
    else
        release(h);
}

/* All parts of the question are answered. */
static void take_answer(struct hold *h)
{
    if (h->failed) {
        rest(h);
    } else if (h->given_up) {
        /* Workers answer again: now for good. */
        h->given_up = false;
        h->resync = true;
        h->held.first->at_ms = clock_mono_ms();
        ask(h);
    } else {
        h->state = HOLD_ANSWERED;
        release_if_read(h);
    }
}

static void take_part(struct hold *h, const struct question *q,
                      const struct upstream_answer *answer)
{
    struct rights rights;
    if (answer->status == 404 && !h->given_up) {
        apply(h, q, NULL);
        if (stream_id_compare(h->at, h->held.first->entry.id) < 0)
            h->at = h->held.first->entry.id;
        return;
    }
    if (answer->status != 200 || !rights_read(answer->body, q->user_count, &rights)) {
        h->failed = h->failed || answer->status != 404;
        return;
    }
    if (stream_id_compare(rights.at, h->at) > 0)
        h->at = rights.at;
    if (!h->given_up)
        apply(h, q, &rights);
    rights_cleanup(&rights);
}

static void on_answer(void *ctx, const struct upstream_answer *answer)
{
    struct question *q = ctx;
    struct gateway *g = q->gateway;
    struct hold *h = g->holds;
    while (h && h->question != q->number)
        h = h->next;
    if (h && !g->stopped) {
        take_part(h, q, answer);
        if (--h->outstanding == 0)
            take_answer(h);
        watch(g);
    }
    free(q);
}

/* ---- the question ---------------------------------------------------------------------------- */

struct listing {
    const struct hold *hold;
    int64_t *ids;
    size_t count;
};

static void list(void *ctx, struct rooms_member *m)
{
    struct listing *l = ctx;
    const struct client *c = client_of(m);
    if (is_asked_about(l->hold, c))
        l->ids[l->count++] = c->target.user_id;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *) a, right = *(const int64_t *) b;
    return (left > right) - (left < right);
}

/* The users in question, each once. */
static struct listing list_users(const struct hold *h)
{
    char room[ROOM_SIZE];
    struct gateway *g = h->gateway;
    struct listing l = {.hold = h};
    l.ids = calloc(rooms_size(g->rooms, own_room(h, room)) + 1, sizeof(*l.ids));
    if (!l.ids)
        abort();
    rooms_visit(g->rooms, own_room(h, room), list, &l);
    qsort(l.ids, l.count, sizeof(*l.ids), compare_ids);
    size_t different = 0;
    for (size_t i = 0; i < l.count; i++) {
        if (i == 0 || l.ids[i] != l.ids[i - 1])
            l.ids[different++] = l.ids[i];
    }
    l.count = different;
    return l;
}

/* {"userIds":[1,2,3]} */
static void write_users(struct buf *body, const int64_t *ids, size_t count)
{
    buf_add_cstr(body, "{\"userIds\":");
    for (size_t i = 0; i < count; i++) {
        buf_add_char(body, i == 0 ? '[' : ',');
        buf_add_i64(body, ids[i]);
    }
    buf_add_cstr(body, "]}");
}

static void ask_about(struct hold *h, const int64_t *ids, size_t count)
{
    struct gateway *g = h->gateway;
    struct buf body;
    char path[PATH_SIZE];
    struct question *q = malloc(sizeof(*q) + count * sizeof(*ids));
    if (!q)
        abort();
    *q = (struct question){.gateway = g, .number = h->question, .user_count = count};
    memcpy(q->user_ids, ids, count * sizeof(*ids));
    snprintf(path, sizeof(path), "/internal/servers/%" PRId64 "/rooms", h->server_id);
    buf_init(&body, QUESTION_MAX_BYTES);
    write_users(&body, ids, count);
    const struct upstream_request request = {
        .method = "POST",
        .path = str_from(path),
        .body = buf_str(&body),
        .request_id = h->held.first->entry.request,
        .patience_ms = QUESTION_PATIENCE_MS,
        .repeatable = true,
        .done = on_answer,
        .ctx = q,
    };
    h->outstanding++;
    if (!upstream_send(g->upstream, &request)) {
        h->failed = true;
        h->outstanding--;
        free(q);
    }
    buf_cleanup(&body);
}

static void ask(struct hold *h)
{
    held_scope(&h->held, END_OF_STREAM, &h->asked_user);
    struct listing l = list_users(h);
    h->question = ++h->gateway->questions;
    h->outstanding = 0;
    h->failed = false;
    h->at = (struct stream_id){0};
    h->state = HOLD_ASKING;
    for (size_t i = 0; i < l.count; i += USERS_AT_ONCE) {
        size_t count = l.count - i < USERS_AT_ONCE ? l.count - i : USERS_AT_ONCE;
        ask_about(h, l.ids + i, count);
    }
    log_info("rights_asked", "server=%" PRId64 " users=%zu waiting=%zu", h->server_id, l.count,
             h->held.bytes);
    size_t asked = l.count;
    free(l.ids);
    if (asked == 0) {
        /* Nobody is here whose rights are in question. */
        h->at = END_OF_STREAM;
        h->given_up = false;
        release(h);
    } else if (h->outstanding == 0) {
        rest(h);
    }
}

/* ---- beginning ------------------------------------------------------------------------------- */

/* What a worker is about to allow was decided before the change. */
static void make_stale(struct gateway *g, struct place place, struct str room, int64_t user_id)
{
    for (struct client *c = g->clients; c; c = c->next) {
        if (user_id != 0 && c->target.user_id != user_id)
            continue;
        if (emits_joins(c, place))
            call_make_stale(c->call);
        if (rooms_has(g->rooms, &c->target.member, room))
            call_make_stale(c->recheck.call);
    }
}

void hold_begin(struct gateway *g, const struct bus_entry *control)
{
    struct place place;
    if (!place_from_room(control->room, &place) || place.kind != PLACE_SERVER)
        return;
    make_stale(g, place, control->room, control->user_id);
    struct hold *h = find(g, place.id);
    bool is_new = !h;
    if (is_new && rooms_size(g->rooms, control->room) == 0)
        return;
    if (is_new) {
        h = calloc(1, sizeof(*h));
        if (!h)
            abort();
        *h = (struct hold){.next = g->holds, .gateway = g, .server_id = place.id};
        g->holds = h;
    }
    struct bus_entry recheck = *control;
    recheck.event = (struct str){0};
    held_push(&h->held, &recheck, STR(""))->at_ms = clock_mono_ms();
    if (is_new)
        ask(h);
    else if (h->given_up)
        take_out(h);
    watch(g);
}

/* ---- keeping --------------------------------------------------------------------------------- */

static bool is_control_of(const struct hold *h, const struct bus_entry *e)
{
    int64_t channel_id;
    return (e->control == BUS_LEAVE_ROOM || e->control == BUS_RECHECK) &&
           place_server_of(e->room, &channel_id) == h->server_id;
}

static void keep(struct hold *h, const struct bus_entry *e, struct str rooms, struct str heard)
{
    struct bus_entry part = *e;
    part.rooms = rooms;
    if (rooms.len == 0)
        part.event = (struct str){0};
    if (!is_control_of(h, e) || e->control == BUS_RECHECK)
        part.control = BUS_NO_CONTROL;
    if (part.event.len == 0 && part.control == BUS_NO_CONTROL)
        return;
    struct held_entry *kept = held_push(&h->held, &part, heard);
    kept->number = ++h->gateway->held;
    kept->at_ms = clock_mono_ms();
}

/* What is no held server's goes on; a recheck is queued by whoever applies it, behind its event. */
void hold_keep(struct gateway *g, const struct bus_entry *entry, struct buf *rooms,
               struct bus_entry *now)
{
    struct buf own, others;
    *now = *entry;
    buf_init(&own, HOLD_ROOMS_MAX_BYTES);
    buf_init(&others, HOLD_ROOMS_MAX_BYTES);
    buf_add(rooms, entry->rooms);
    for (struct hold *h = g->holds; h; h = h->next) {
        if (h->given_up)
            continue;
        buf_clear(&own);
        buf_clear(&others);
        held_part(buf_str(rooms), h->server_id, &own, &others);
        keep(h, entry, buf_str(&own), buf_str(&others));
        if (is_control_of(h, entry) && entry->control == BUS_LEAVE_ROOM)
            now->control = BUS_NO_CONTROL;
        buf_clear(rooms);
        buf_add(rooms, buf_str(&others));
        if (h->held.bytes > HOLD_MAX_BYTES)
            give_up(h, "too much");
    }
    now->rooms = buf_str(rooms);
    if (now->rooms.len == 0)
        now->event = (struct str){0};
    buf_cleanup(&own);
    buf_cleanup(&others);
}

/* ---- time and the stream --------------------------------------------------------------------- */

void hold_seen(struct gateway *g)
{
    struct hold *next;
    for (struct hold *h = g->holds; h; h = next) {
        next = h->next;
        if (h->state == HOLD_ANSWERED)
            release_if_read(h);
    }
    if (g->holds)
        watch(g);
}

void hold_gap(struct gateway *g)
{
    for (struct hold *h = g->holds; h; h = h->next) {
        if (h->given_up)
            held_scope(&h->held, END_OF_STREAM, &h->asked_user);
        give_up(h, "gap");
    }
}

static void on_look(uv_timer_t *timer)
{
    struct gateway *g = timer->data;
    uint64_t now = clock_mono_ms();
    struct hold *next;
    for (struct hold *h = g->holds; h; h = next) {
        next = h->next;
        if (!h->given_up && now - h->held.first->at_ms > HOLD_MAX_MS)
            give_up(h, "too long");
        if (h->state == HOLD_RESTING && now >= h->ask_at_ms)
            ask(h);
    }
    watch(g);
}

static void watch(struct gateway *g)
{
    if (!g->holds)
        uv_timer_stop(&g->hold_timer);
    else if (!uv_is_active((uv_handle_t *) &g->hold_timer))
        uv_timer_start(&g->hold_timer, on_look, LOOK_EVERY_MS, LOOK_EVERY_MS);
}

void hold_stop(struct gateway *g)
{
    while (g->holds)
        destroy(g->holds);
}
