/* Channels of a server: list, create, look at, change, bring into order, delete; typing and reading
 * in one. */
#include "cgi/payload.h"
#include "cgi/resources/channel_places.h"
#include "cgi/resources/typing.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/rights.h"
#include "cgi/store/webhooks.h"
#include "cgi/validate.h"
#include "shared/log.h"
#include "shared/room.h"

enum { CHANNELS_MAX = 500, NAME_MAX_CHARS = 100, DESCRIPTION_MAX_CHARS = 1000 };
enum { TOPIC_MAX_CHARS = 1024, SLOWMODE_MAX_SECONDS = 21600, POSITION_MAX = 10000 };
enum { PLACE_BEHIND = -1, AS_IT_IS = -1 };

enum err channels_list(struct ctx *ctx)
{
    struct db *db;
    struct str json;
    enum err err = databases_get_server(ctx->worker->databases, ctx_param_id(ctx, "serverId"), &db);
    if (err == ERR_NONE)
        err = channels_list_json(ctx, db, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "channels", json);
    return err;
}

static void check_type(struct ctx *ctx, struct str type)
{
    static const char *const types[] = {"text", "voice", "announcement", "category"};
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (str_eq_cstr(type, types[i]))
            return;
    }
    input_invalid(ctx, "type", "must be text, voice, announcement or category");
}

static struct channel_draft read_draft(struct ctx *ctx)
{
    struct channel_draft draft = {
        .name = body_text(ctx, "name", 1, NAME_MAX_CHARS),
        .type = body_text(ctx, "type", 1, 20),
        .description = body_text_or(ctx, "description", 0, DESCRIPTION_MAX_CHARS, (struct str){0}),
        .topic = body_text_or(ctx, "topic", 0, TOPIC_MAX_CHARS, (struct str){0}),
        .parent_id = body_id_or_none(ctx, "parentId"),
        .position = body_i64_or(ctx, "position", 0, POSITION_MAX, PLACE_BEHIND),
        .slowmode_seconds = body_i64_or(ctx, "slowmodeSeconds", 0, SLOWMODE_MAX_SECONDS, 0),
        .nsfw = body_bool_or(ctx, "nsfw", false),
    };
    if (draft.type.len > 0)
        check_type(ctx, draft.type);
    if (draft.parent_id != 0 && str_eq(draft.type, STR("category")))
        input_invalid(ctx, "parentId", "a category cannot be in another");
    return draft;
}

/* Whether he may put a channel in that category, if any. */
static enum err check_parent(struct ctx *ctx, const struct access *access, int64_t parent_id)
{
    struct channel_place *places;
    size_t count;
    if (parent_id == 0)
        return ERR_NONE;
    enum err err = channels_survey(ctx, access->db, &places, &count);
    return err == ERR_NONE ? channel_places_check_parent(ctx, places, count, parent_id) : err;
}

static void tell_channel(struct ctx *ctx, const struct access *access, enum event event,
                         struct str json)
{
    ctx_emit(
        ctx, event, access->room,
        PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id), PAYLOAD_JSON("channel", json)));
}

/* Make it, and look who may see it: in a category, those who see the category. */
static enum err insert(struct ctx *ctx, struct access *access, const struct channel_draft *draft,
                       bool *is_open, struct str *json)
{
    struct audit_entry entry = {.action = AUDIT_channel_create};
    struct channel_standing standing;
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = channels_insert(access->db, draft, CHANNELS_MAX, &access->channel_id);
    if (err == ERR_CONFLICT) {
        input_invalid(ctx, "channels", "a server has at most 500");
        return ERR_INVALID_INPUT;
    }
    if (err == ERR_NONE)
        err = rights_renew_openness(ctx, access->db, NULL);
    if (err == ERR_NONE)
        err = channels_standing(access->db, access->channel_id, ctx->user_id, &standing);
    if (err == ERR_NONE)
        err = channels_get_json(access->db, access->channel_id, 0, json);
    if (err != ERR_NONE)
        return err;
    *is_open = standing.is_open;
    access->permissions = permissions_resolve(&standing.inputs);
    access_set_room(ctx, access, standing.is_open);
    entry.target_id = access->channel_id;
    entry.after = *json;
    return audit_add(ctx, access->db, &entry);
}

enum err channels_create(struct ctx *ctx)
{
    struct channel_draft draft = read_draft(ctx);
    struct access access;
    struct str json;
    bool is_open;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    uint64_t needed = draft.parent_id == 0 ? PERMISSION_MANAGE_CHANNELS : 0;
    enum err err = access_server_held(ctx, needed, &access);
    if (err == ERR_NONE)
        err = check_parent(ctx, &access, draft.parent_id);
    if (err == ERR_NONE)
        err = insert(ctx, &access, &draft, &is_open, &json);
    if (err != ERR_NONE)
        return err;
    /* Its room is new: let those in who may see it. */
    if (!is_open)
        ctx_recheck(ctx, room_server(ctx->arena, access.server_id), 0);
    tell_channel(ctx, &access, EVENT_channel_created, json);
    ctx_reply(ctx, 201, "channel", channels_json_for(ctx, json, access.permissions));
    return ERR_NONE;
}

enum err channels_get(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_channel(ctx, 0, &access);
    if (err == ERR_NONE)
        err = channels_get_json(access.db, access.channel_id, ctx->user_id, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "channel", channels_json_for(ctx, json, access.permissions));
    return err;
}

/* --- change -------------------------------------------------------------------------------------
 */

/* Null clears a text and takes a channel out of its category; else it is as if it were not sent. */
static struct channel_patch read_patch(struct ctx *ctx)
{
    struct channel_patch patch = {
        .name = body_text_or(ctx, "name", 1, NAME_MAX_CHARS, (struct str){0}),
        .position = body_i64_or(ctx, "position", 0, POSITION_MAX, AS_IT_IS),
        .slowmode_seconds = body_i64_or(ctx, "slowmodeSeconds", 0, SLOWMODE_MAX_SECONDS, AS_IT_IS),
        .parent_id = body_has(ctx, "parentId") ? body_id_or_none(ctx, "parentId") : AS_IT_IS,
        .has_nsfw = body_has(ctx, "nsfw"),
        .nsfw = body_bool_or(ctx, "nsfw", false),
    };
    patch.has_description =
        body_patch_text(ctx, "description", 0, DESCRIPTION_MAX_CHARS, &patch.description);
    patch.has_topic = body_patch_text(ctx, "topic", 0, TOPIC_MAX_CHARS, &patch.topic);
    return patch;
}

/* Into which category a channel goes. */
static enum err check_move(struct ctx *ctx, const struct access *access, int64_t parent_id)
{
    struct channel_place *places;
    size_t count;
    if (parent_id <= 0)
        return ERR_NONE;
    enum err err = channels_survey(ctx, access->db, &places, &count);
    if (err != ERR_NONE)
        return err;
    if (channel_places_find(places, count, access->channel_id)->is_category) {
        input_invalid(ctx, "parentId", "a category cannot be in another");
        return ERR_INVALID_INPUT;
    }
    return channel_places_check_parent(ctx, places, count, parent_id);
}

enum err channels_patch(struct ctx *ctx)
{
    struct channel_patch patch = read_patch(ctx);
    struct audit_entry entry = {.action = AUDIT_channel_update,
                                .target_id = ctx_param_id(ctx, "channelId")};
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_channel_held(ctx, PERMISSION_MANAGE_CHANNELS, &access);
    if (err == ERR_NONE)
        err = check_move(ctx, &access, patch.parent_id);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = channels_get_json(access.db, access.channel_id, 0, &entry.before);
    if (err == ERR_NONE)
        err = channels_update(access.db, access.channel_id, &patch);
    if (err == ERR_NONE)
        err = channels_get_json(access.db, access.channel_id, 0, &entry.after);
    if (err == ERR_NONE)
        err = channels_get_json(access.db, access.channel_id, ctx->user_id, &json);
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db, &entry);
    if (err != ERR_NONE)
        return err;
    tell_channel(ctx, &access, EVENT_channel_updated, entry.after);
    ctx_reply(ctx, 200, "channel", channels_json_for(ctx, json, access.permissions));
    return ERR_NONE;
}

enum err channels_delete(struct ctx *ctx)
{
    struct audit_entry entry = {.action = AUDIT_channel_delete,
                                .target_id = ctx_param_id(ctx, "channelId")};
    struct access access;
    struct channel_place *orphans;
    size_t count;
    enum err err = access_channel_held(ctx, PERMISSION_MANAGE_CHANNELS, &access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = channels_get_json(access.db, access.channel_id, 0, &entry.before);
    if (err == ERR_NONE)
        err = channels_remove(ctx, access.db, access.channel_id, &orphans, &count);
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db, &entry);
    if (err != ERR_NONE)
        return err;
    ctx_emit(ctx, EVENT_channel_deleted, access.room,
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id),
                     PAYLOAD_I64("channelId", access.channel_id)));
    channel_places_tell(ctx, &access, orphans, count);
    ctx_reply_nothing(ctx);
    err = ctx_commit(ctx);
    /* A webhook that stays, for the registry cannot be reached, finds no channel to write to. */
    if (err == ERR_NONE &&
        webhooks_forget_channel(ctx, access.server_id, access.channel_id) != ERR_NONE)
        log_warn("webhooks_not_forgotten", "server=%lld channel=%lld", (long long) access.server_id,
                 (long long) access.channel_id);
    return err;
}

/* --- order --------------------------------------------------------------------------------------
 */

static void read_place(struct ctx *ctx, void *into, size_t index)
{
    struct channel_place *places = into;
    places[index] = (struct channel_place){
        .channel_id = body_id(ctx, "id"),
        .position = body_i64_or(ctx, "position", 0, POSITION_MAX, AS_IT_IS),
        .parent_id = body_has(ctx, "parentId") ? body_id_or_none(ctx, "parentId") : AS_IT_IS,
    };
    for (size_t i = 0; i < index; i++) {
        if (places[i].channel_id == places[index].channel_id)
            input_invalid(ctx, "id", "each channel can be named once");
    }
}

/* Make of what is asked for one channel its place then; `before` gets the one it has. */
static enum err check_place(struct ctx *ctx, struct channel_place *all, size_t count,
                            struct channel_place *asked, struct channel_place *before)
{
    const struct channel_place *now = channel_places_find(all, count, asked->channel_id);
    enum err err = ERR_NONE;
    if (!now)
        return ERR_NOT_FOUND;
    if (!(now->permissions & PERMISSION_MANAGE_CHANNELS))
        return ERR_FORBIDDEN;
    if (asked->parent_id > 0 && now->is_category) {
        input_invalid(ctx, "parentId", "a category cannot be in another");
        return ERR_INVALID_INPUT;
    }
    if (asked->parent_id > 0 && asked->parent_id != now->parent_id)
        err = channel_places_check_parent(ctx, all, count, asked->parent_id);
    *before = *now;
    asked->position = asked->position == AS_IT_IS ? now->position : asked->position;
    asked->parent_id = asked->parent_id == AS_IT_IS ? now->parent_id : asked->parent_id;
    asked->is_open = now->is_open;
    return err;
}

static enum err check_places(struct ctx *ctx, const struct access *access,
                             struct channel_place *asked, size_t count,
                             struct channel_place *before)
{
    struct channel_place *all;
    size_t all_count;
    enum err err = channels_survey(ctx, access->db, &all, &all_count);
    for (size_t i = 0; i < count && err == ERR_NONE; i++)
        err = check_place(ctx, all, all_count, &asked[i], &before[i]);
    return err;
}

static enum err place(struct ctx *ctx, const struct access *access,
                      const struct channel_place *places, size_t count,
                      const struct channel_place *before)
{
    struct audit_entry entry = {
        .action = AUDIT_channels_reorder,
        .target_id = access->server_id,
        .before = PAYLOAD(ctx, PAYLOAD_JSON("channels", channel_places_json(ctx, before, count))),
        .after = PAYLOAD(ctx, PAYLOAD_JSON("channels", channel_places_json(ctx, places, count))),
    };
    enum err err = ctx_begin(ctx, access->db);
    if (err == ERR_NONE)
        err = channels_place(ctx, access->db, places, count);
    return err == ERR_NONE ? audit_add(ctx, access->db, &entry) : err;
}

enum err channels_reorder(struct ctx *ctx)
{
    struct channel_place *places = arena_alloc(ctx->arena, CHANNELS_MAX * sizeof(*places));
    struct channel_place *before = arena_alloc(ctx->arena, CHANNELS_MAX * sizeof(*before));
    size_t count = body_list(ctx, CHANNELS_MAX, read_place, places);
    struct access access;
    struct str json;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server_held(ctx, 0, &access);
    if (err == ERR_NONE)
        err = check_places(ctx, &access, places, count, before);
    if (err == ERR_NONE)
        err = place(ctx, &access, places, count, before);
    if (err == ERR_NONE)
        err = channels_list_json(ctx, access.db, &json);
    if (err != ERR_NONE)
        return err;
    channel_places_tell(ctx, &access, places, count);
    ctx_reply(ctx, 200, "channels", json);
    return ERR_NONE;
}

/* --- being there --------------------------------------------------------------------------------
 */

enum err channels_typing(struct ctx *ctx)
{
    struct access access;
    enum err err = access_messages(ctx, PERMISSION_SEND_MESSAGES, &access);
    if (err != ERR_NONE)
        return err;
    const struct payload_member where[] = {PAYLOAD_I64("serverId", access.server_id),
                                           PAYLOAD_I64("channelId", access.channel_id)};
    return typing_tell(ctx, access.room, where, 2);
}

enum err channels_read(struct ctx *ctx)
{
    int64_t message_id = body_id(ctx, "messageId"), last_read_id;
    struct access access;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_messages(ctx, 0, &access);
    /* What is counted must stay until it is written down. */
    if (err == ERR_NONE)
        err = access_hold(ctx, &access);
    if (err == ERR_NONE)
        err = channels_mark_read(access.db, access.channel_id, ctx->user_id, message_id,
                                 &last_read_id);
    if (err != ERR_NONE)
        return err;
    ctx_touch_user(ctx, access.server_id, ctx->user_id);
    ctx_emit(ctx, EVENT_read_state_updated, room_user(ctx->arena, ctx->user_id),
             PAYLOAD(ctx, PAYLOAD_I64("serverId", access.server_id),
                     PAYLOAD_I64("channelId", access.channel_id),
                     PAYLOAD_I64("lastReadId", last_read_id)));
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}
