#include "pushd/gateway/place.h"

#include "shared/room.h"

#include <assert.h>

#define SERVER_PREFIX       STR("server:")
#define CONVERSATION_PREFIX STR("conversation:")
#define CHANNEL_PREFIX      STR("channel:")

bool place_from_param(struct str param, int64_t id, struct place *out)
{
    if (str_eq_cstr(param, "serverId"))
        *out = (struct place){.kind = PLACE_SERVER, .id = id};
    else if (str_eq_cstr(param, "conversationId"))
        *out = (struct place){.kind = PLACE_CONVERSATION, .id = id};
    else
        return false;
    return true;
}

static bool id_behind(struct str room, struct str prefix, int64_t *id)
{
    return str_starts(room, prefix) && str_to_i64(str_slice(room, prefix.len, room.len), id);
}

bool place_from_room(struct str room, struct place *out)
{
    if (id_behind(room, SERVER_PREFIX, &out->id))
        out->kind = PLACE_SERVER;
    else if (id_behind(room, CONVERSATION_PREFIX, &out->id))
        out->kind = PLACE_CONVERSATION;
    else
        return false;
    return true;
}

struct str place_room(struct arena *a, struct place place)
{
    return place.kind == PLACE_SERVER ? room_server(a, place.id) : room_conversation(a, place.id);
}

int64_t place_server_of(struct str room, int64_t *channel_id)
{
    int64_t server_id;
    *channel_id = 0;
    if (id_behind(room, SERVER_PREFIX, &server_id))
        return server_id;
    if (!str_starts(room, CHANNEL_PREFIX))
        return 0;
    struct str rest = str_slice(room, CHANNEL_PREFIX.len, room.len);
    bool ok = str_to_i64(str_cut(&rest, ':'), &server_id) && str_to_i64(rest, channel_id);
    return ok ? server_id : 0;
}

bool place_holds(struct place place, struct str room)
{
    struct place own;
    int64_t channel_id;
    if (place_from_room(room, &own))
        return own.kind == place.kind && own.id == place.id;
    return place.kind == PLACE_SERVER && place_server_of(room, &channel_id) == place.id;
}

void place_leave(struct rooms *r, struct rooms_member *m, struct place place)
{
    uint32_t seat = 0;
    for (;;) {
        struct str room = rooms_name_at(m, seat);
        if (room.len == 0)
            return;
        if (!place_holds(place, room)) {
            seat++;
            continue;
        }
        /* The name dies with the room: leave by a copy. */
        char name[ROOMS_NAME_MAX_BYTES];
        memcpy(name, room.ptr, room.len);
        bool left = rooms_leave(r, m, str_of(name, room.len));
        assert(left);
        (void) left;
    }
}
