/* What a socket joins and leaves: a server, with the private channels its user may see, or a
 * conversation. A place has one room of its own; a server also holds channel:<server>:<channel>.
 *
 * Pure naming. */
#ifndef OHKAY_PUSHD_GATEWAY_PLACE_H
#define OHKAY_PUSHD_GATEWAY_PLACE_H

#include "pushd/hub/rooms.h"
#include "shared/arena.h"

enum place_kind { PLACE_SERVER, PLACE_CONVERSATION };

struct place {
    enum place_kind kind;
    int64_t id;
};

/* The place that the parameter of an emit names: serverId or conversationId. Returns false for
 * any other. */
bool place_from_param(struct str param, int64_t id, struct place *out);

/* The place whose own room this is. Returns false for every other room. */
bool place_from_room(struct str room, struct place *out);

/* Its own room, in the arena. */
struct str place_room(struct arena *a, struct place place);

/* Whether a room, its own or a channel's, belongs to the place. */
bool place_holds(struct place place, struct str room);

/* The server whose room, or whose channel's, this is; 0 for any other. `*channel_id` is 0 for the
 * server's own. */
int64_t place_server_of(struct str room, int64_t *channel_id);

/* Give up every seat in the place. */
void place_leave(struct rooms *r, struct rooms_member *m, struct place place);

#endif
