#include "shared/room.h"

struct str room_user(struct arena *a, int64_t user_id)
{
    return arena_printf(a, "user:%lld", (long long) user_id);
}

struct str room_session(struct arena *a, int64_t session_id)
{
    return arena_printf(a, "session:%lld", (long long) session_id);
}

struct str room_server(struct arena *a, int64_t server_id)
{
    return arena_printf(a, "server:%lld", (long long) server_id);
}

struct str room_channel(struct arena *a, int64_t server_id, int64_t channel_id)
{
    return arena_printf(a, "channel:%lld:%lld", (long long) server_id, (long long) channel_id);
}

struct str room_turn(struct arena *a, int64_t server_id)
{
    return room_channel(a, server_id, 0);
}

struct str room_conversation(struct arena *a, int64_t conversation_id)
{
    return arena_printf(a, "conversation:%lld", (long long) conversation_id);
}
