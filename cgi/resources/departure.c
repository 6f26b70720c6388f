#include "cgi/resources/departure.h"

#include "cgi/payload.h"
#include "shared/room.h"

void departure_tell(struct ctx *ctx, int64_t server_id, int64_t user_id, const char *reason)
{
    struct str room = room_server(ctx->arena, server_id);
    struct str data =
        PAYLOAD(ctx, PAYLOAD_I64("serverId", server_id), PAYLOAD_I64("userId", user_id));
    struct ctx_event *event = ctx_emit(ctx, EVENT_member_left, room,
                                       payload_with_text(ctx, data, "reason", str_from(reason)));
    ctx_also_to(ctx, event, room_user(ctx->arena, user_id));
    ctx_then_leave(event, user_id, room);
}
