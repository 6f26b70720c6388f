#include "pushd/gateway/client.h"
#include "shared/json.h"
#include "shared/log.h"

#include <assert.h>
#include <inttypes.h>

/* Whether the worker's list names the room. Lists are short: a server's room and the private
 * channels its member may see. */
static bool lists(struct json_object *rooms, struct str room)
{
    for (size_t i = 0; i < json_object_array_length(rooms); i++) {
        if (str_eq(json_text(json_object_array_get_idx(rooms, i)), room))
            return true;
    }
    return false;
}

static void leave_unlisted(struct client *c, struct place place, struct json_object *rooms)
{
    uint32_t seat = 0;
    for (;;) {
        struct str room = rooms_name_at(&c->target.member, seat);
        if (room.len == 0)
            return;
        if (!place_holds(place, room) || lists(rooms, room)) {
            seat++;
            continue;
        }
        char name[ROOMS_NAME_MAX_BYTES];
        memcpy(name, room.ptr, room.len);
        rooms_leave(c->gateway->rooms, &c->target.member, str_of(name, room.len));
    }
}

static void enter_listed(struct client *c, struct place place, struct json_object *rooms)
{
    for (size_t i = 0; i < json_object_array_length(rooms); i++) {
        struct str room = json_text(json_object_array_get_idx(rooms, i));
        if (!place_holds(place, room) || !rooms_enter(c->gateway->rooms, &c->target.member, room))
            log_warn("room_not_entered", "user=%" PRId64 " place=%" PRId64, c->target.user_id,
                     place.id);
    }
}

bool places_apply(struct client *c, struct place place, struct str body)
{
    struct json_object *answer = json_parse(body), *rooms = NULL;
    bool ok = json_object_is_type(answer, json_type_object) &&
              json_object_object_get_ex(answer, "rooms", &rooms) &&
              json_object_is_type(rooms, json_type_array);
    if (ok) {
        leave_unlisted(c, place, rooms);
        enter_listed(c, place, rooms);
    }
    json_object_put(answer);
    return ok;
}
