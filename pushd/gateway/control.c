#include "pushd/gateway/client.h"
#include "shared/json.h"
#include "shared/log.h"
#include "shared/room.h"

#include <inttypes.h>

enum { REASON_MAX_BYTES = 256 };

struct leaving {
    struct gateway *gateway;
    struct str room;
};

static void leave(void *ctx, struct rooms_member *m)
{
    const struct leaving *l = ctx;
    struct client *c = client_of(m);
    struct place place;
    /* A worker may have allowed a join, or be about to, that was decided before the right ended. */
    call_make_stale(c->call);
    call_make_stale(c->recheck.call);
    if (place_from_room(l->room, &place))
        place_leave(l->gateway->rooms, m, place);
    else
        rooms_leave(l->gateway->rooms, m, l->room);
}

/* The rooms that say who a socket is are never left: they end with the session. */
static bool may_be_left(struct str room)
{
    return !str_starts(room, STR("user:")) && !str_starts(room, STR("session:"));
}

static void leave_room(struct gateway *g, const struct bus_entry *e)
{
    struct leaving l = {.gateway = g, .room = e->room};
    if (!may_be_left(e->room))
        return;
    size_t count = rooms_visit(g->rooms, room_user(&g->scratch, e->user_id), leave, &l);
    log_info("room_left", "user=%" PRId64 " sockets=%zu request=%.*s", e->user_id, count,
             STR_FMT(e->request));
}

void control_end_client(struct client *c, struct str reason)
{
    struct buf text;
    buf_init(&text, REASON_MAX_BYTES * 6 + 32);
    buf_add_char(&text, '{');
    json_add_text(&text, "reason", str_slice(reason, 0, REASON_MAX_BYTES));
    buf_add_char(&text, '}');
    sio_socket_emit(c->target.socket, STR("session_ended"), buf_str(&text));
    sio_socket_disconnect(c->target.socket, true);
    buf_cleanup(&text);
}

static void end(void *ctx, struct rooms_member *m)
{
    const struct bus_entry *e = ctx;
    control_end_client(client_of(m), e->reason);
}

static void end_session(struct gateway *g, const struct bus_entry *e)
{
    struct bus_entry copy = *e;
    g->ended[g->ended_next] = e->session_id;
    g->ended_next = (g->ended_next + 1) % ENDED_SESSIONS;
    size_t count = rooms_visit(g->rooms, room_session(&g->scratch, e->session_id), end, &copy);
    log_info("session_ended", "session=%" PRId64 " sockets=%zu request=%.*s", e->session_id, count,
             STR_FMT(e->request));
}

void control_apply(struct gateway *g, const struct bus_entry *entry)
{
    switch (entry->control) {
    case BUS_LEAVE_ROOM:
        leave_room(g, entry);
        break;
    case BUS_END_SESSION:
        end_session(g, entry);
        break;
    case BUS_RECHECK:
        hold_begin(g, entry);
        break;
    case BUS_NO_CONTROL:
        break;
    }
    arena_reset(&g->scratch);
}

bool control_session_ended(const struct gateway *g, int64_t session_id)
{
    for (size_t i = 0; i < ENDED_SESSIONS; i++) {
        if (g->ended[i] == session_id)
            return true;
    }
    return false;
}
