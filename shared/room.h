/* Names of rooms. A server's rooms carry its id: two servers' channel 1 never meet. */
#ifndef OHKAY_SHARED_ROOM_H
#define OHKAY_SHARED_ROOM_H

#include "shared/arena.h"

/* Every socket of one user. */
struct str room_user(struct arena *a, int64_t user_id);

/* Every socket of one login session. */
struct str room_session(struct arena *a, int64_t session_id);

/* Members of a server: its own events, and those of channels every member may see. */
struct str room_server(struct arena *a, int64_t server_id);

/* Those who may see one private channel. */
struct str room_channel(struct arena *a, int64_t server_id, int64_t channel_id);

/* Nobody sits there. Named beside users' own rooms, it makes an event take its turn among the
 * server's. */
struct str room_turn(struct arena *a, int64_t server_id);

/* Participants of a conversation who have it open. */
struct str room_conversation(struct arena *a, int64_t conversation_id);

#endif
