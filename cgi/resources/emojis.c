/* Custom emoji of a server: list, add, take away. */
#include "cgi/store/emojis.h"
#include "cgi/access.h"
#include "cgi/payload.h"
#include "cgi/resources/public_pictures.h"
#include "cgi/routes.h"
#include "cgi/store/audit.h"
#include "cgi/store/uploads.h"
#include "cgi/validate.h"

enum { EMOJIS_MAX = 100, NAME_LEAST = 2, NAME_MOST = 32 };

enum err emojis_list(struct ctx *ctx)
{
    struct access access;
    struct str json;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = emojis_list_json(access.db, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "emojis", json);
    return err;
}

static struct str read_name(struct ctx *ctx)
{
    struct str name = body_text(ctx, "name", NAME_LEAST, NAME_MOST);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_')
            continue;
        input_invalid(ctx, "name", "must be of letters A to Z, digits and _");
        break;
    }
    return name;
}

/* The change and its entry in the audit log are one; then everybody hears of all emoji there are.
 */
static enum err tell(struct ctx *ctx, const struct access *access)
{
    struct str all;
    enum err err = emojis_list_json(access->db, &all);
    if (err == ERR_NONE)
        ctx_emit(
            ctx, EVENT_emojis_updated, access->room,
            PAYLOAD(ctx, PAYLOAD_I64("serverId", access->server_id), PAYLOAD_JSON("emojis", all)));
    return err;
}

/* The picture first, without holding the server up; it may fail to get a place, and is swept away
 * then. */
enum err emojis_create(struct ctx *ctx)
{
    struct str name = read_name(ctx), json;
    struct access access;
    struct public_picture picture;
    int64_t emoji_id;
    body_id(ctx, "imageId");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, PERMISSION_MANAGE_EMOJIS, &access);
    if (err == ERR_NONE)
        err = public_picture_make(ctx, "imageId", "emoji", access.server_id, &picture);
    if (err == ERR_NONE)
        err = access_server_held(ctx, PERMISSION_MANAGE_EMOJIS, &access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = emojis_insert(ctx, access.db, name, picture.url, picture.animated, EMOJIS_MAX,
                            &emoji_id, &json);
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db,
                        &(struct audit_entry){
                            .action = AUDIT_emoji_create, .target_id = emoji_id, .after = json});
    if (err == ERR_NONE)
        err = tell(ctx, &access);
    if (err == ERR_NONE)
        ctx_reply(ctx, 201, "emoji", json);
    return err;
}

enum err emojis_delete(struct ctx *ctx)
{
    int64_t emoji_id = ctx_param_id(ctx, "emojiId");
    struct access access;
    struct str url, json;
    enum err err = access_server_held(ctx, PERMISSION_MANAGE_EMOJIS, &access);
    if (err == ERR_NONE)
        err = ctx_begin(ctx, access.db);
    if (err == ERR_NONE)
        err = emojis_remove(access.db, emoji_id, &url, &json);
    if (err == ERR_NONE)
        err = audit_add(ctx, access.db,
                        &(struct audit_entry){
                            .action = AUDIT_emoji_delete, .target_id = emoji_id, .before = json});
    if (err == ERR_NONE)
        err = tell(ctx, &access);
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    if (err != ERR_NONE)
        return err;
    uploads_drop_public(ctx, arena_printf(ctx->arena, "emoji:%lld", (long long) access.server_id),
                        url);
    ctx_reply_nothing(ctx);
    return ERR_NONE;
}
