#include "cgi/resources/channel_places.h"

#include "cgi/payload.h"
#include "cgi/validate.h"

enum { PLACES_BYTES_MAX = 256 * 1024 };

struct channel_place *channel_places_find(struct channel_place *places, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (places[i].channel_id == id && (places[i].permissions & PERMISSION_VIEW_CHANNEL))
            return &places[i];
    }
    return NULL;
}

enum err channel_places_check_parent(struct ctx *ctx, struct channel_place *places, size_t count,
                                     int64_t parent_id)
{
    const struct channel_place *parent = channel_places_find(places, count, parent_id);
    if (!parent || !parent->is_category) {
        input_invalid(ctx, "parentId", "must be a category of this server");
        return ERR_INVALID_INPUT;
    }
    return (parent->permissions & PERMISSION_MANAGE_CHANNELS) ? ERR_NONE : ERR_FORBIDDEN;
}

static void add_place(struct buf *out, const struct channel_place *place)
{
    buf_add_cstr(out, out->len > 1 ? ",{" : "{");
    json_add_i64(out, "id", place->channel_id);
    json_add_i64(out, "position", place->position);
    if (place->parent_id != 0)
        json_add_i64(out, "parentId", place->parent_id);
    else
        json_add_raw(out, "parentId", STR("null"));
    buf_add_char(out, '}');
}

struct str channel_places_json(struct ctx *ctx, const struct channel_place *places, size_t count)
{
    struct buf out;
    buf_init(&out, PLACES_BYTES_MAX);
    buf_add_char(&out, '[');
    for (size_t i = 0; i < count; i++)
        add_place(&out, &places[i]);
    buf_add_char(&out, ']');
    struct str json = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return json;
}

static void tell(struct ctx *ctx, const struct access *a, struct str room,
                 const struct channel_place *places, size_t count)
{
    ctx_emit(ctx, EVENT_channels_reordered, room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", a->server_id),
                     PAYLOAD_JSON("channels", channel_places_json(ctx, places, count))));
}

void channel_places_tell(struct ctx *ctx, const struct access *a,
                         const struct channel_place *places, size_t count)
{
    struct access channel = *a;
    struct channel_place *open = arena_alloc(ctx->arena, (count + 1) * sizeof(*open));
    size_t open_count = 0;
    for (size_t i = 0; i < count; i++) {
        channel.channel_id = places[i].channel_id;
        access_set_room(ctx, &channel, places[i].is_open);
        if (places[i].is_open)
            open[open_count++] = places[i];
        else
            tell(ctx, a, channel.room, &places[i], 1);
    }
    access_set_room(ctx, &channel, true);
    if (open_count > 0)
        tell(ctx, a, channel.room, open, open_count);
}
