#include "cgi/resources/audience.h"

#include "cgi/store/dms.h"
#include "cgi/store/memberships.h"
#include "shared/room.h"

enum { ROOMS_BYTES_MAX = 64 * 1024 };

static void add_room(struct buf *rooms, struct str room)
{
    if (rooms->len > 0)
        buf_add_char(rooms, ' ');
    buf_add(rooms, room);
}

static enum err find_rooms(struct ctx *ctx, int64_t user_id, struct buf *rooms)
{
    const int64_t *servers, *peers;
    size_t server_count, peer_count;
    enum err err = memberships_of(ctx, user_id, &servers, &server_count);
    if (err == ERR_NONE)
        err = dms_peers(ctx, user_id, &peers, &peer_count);
    if (err != ERR_NONE)
        return err;
    for (size_t i = 0; i < server_count; i++)
        add_room(rooms, room_server(ctx->arena, servers[i]));
    for (size_t i = 0; i < peer_count; i++)
        add_room(rooms, room_user(ctx->arena, peers[i]));
    return ERR_NONE;
}

static struct str status_json(struct ctx *ctx, int64_t user_id, struct str status,
                              struct str custom_status)
{
    struct buf out;
    bool is_offline = str_eq(status, STR("offline"));
    buf_init(&out, 4096);
    buf_add_char(&out, '{');
    json_add_i64(&out, "userId", user_id);
    json_add_text(&out, "status", status);
    if (custom_status.ptr && !is_offline)
        json_add_text(&out, "customStatus", custom_status);
    else
        json_add_raw(&out, "customStatus", STR("null"));
    buf_add_char(&out, '}');
    struct str json = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return json;
}

enum err audience_tell_status(struct ctx *ctx, int64_t user_id, struct str status,
                              struct str custom_status)
{
    struct buf rooms;
    buf_init(&rooms, ROOMS_BYTES_MAX);
    enum err err = find_rooms(ctx, user_id, &rooms);
    if (err == ERR_NONE && rooms.len > 0)
        ctx_emit(ctx, EVENT_user_status_change, arena_str(ctx->arena, buf_str(&rooms)),
                 status_json(ctx, user_id, status, custom_status));
    buf_cleanup(&rooms);
    return err;
}
