/* pushd's questions: who is this socket, what may it hear, and who should know that it came or
 * went. */
#include "cgi/access.h"
#include "cgi/authn.h"
#include "cgi/order.h"
#include "cgi/publish.h"
#include "cgi/resources/audience.h"
#include "cgi/routes.h"
#include "cgi/store/dms.h"
#include "cgi/store/memberships.h"
#include "cgi/validate.h"
#include "shared/clock.h"
#include "shared/room.h"

enum { ROOMS_BYTES_MAX = 256 * 1024, RIGHTS_USERS_MAX = 2000, RIGHTS_BYTES_MAX = 1024 * 1024 };

/* --- connect -----------------------------------------------------------------------------------
 */

static void reply_identity(struct ctx *ctx, struct str user, const int64_t *servers, size_t count,
                           int64_t expires_s)
{
    char expires[CLOCK_TEXT_SIZE];
    struct buf out;
    clock_format(expires_s * 1000, expires);
    buf_init(&out, ROOMS_BYTES_MAX);
    buf_add_char(&out, '{');
    json_add_raw(&out, "user", user);
    json_add_i64(&out, "sessionId", ctx->session_id);
    json_add_key(&out, "servers");
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%c%lld", i == 0 ? '[' : ',', (long long) servers[i]);
    buf_add_cstr(&out, count == 0 ? "[]" : "]");
    json_add_text(&out, "expiresAt", str_from(expires));
    buf_add_char(&out, '}');
    ctx_reply_json(ctx, 200, buf_str(&out));
    buf_cleanup(&out);
}

enum err gateway_connect(struct ctx *ctx)
{
    struct str token = body_secret(ctx, "token", 1, 4096), user;
    const int64_t *servers;
    size_t count;
    int64_t expires_s = 0;
    if (!input_ok(ctx))
        return ERR_TOKEN_MISSING;
    enum err err = authn_check_token(ctx, token, &expires_s);
    if (err == ERR_NONE)
        err = users_get_self(ctx, ctx->user_id, &user);
    if (err == ERR_NONE)
        err = memberships_of(ctx, ctx->user_id, &servers, &count);
    if (err == ERR_NONE)
        reply_identity(ctx, user, servers, count, expires_s);
    return err;
}

/* --- presence ----------------------------------------------------------------------------------
 */

/* pushd's word is enough: that the session ended may be why the user went. */
enum err gateway_presence(struct ctx *ctx)
{
    ctx->user_id = ctx->request.gateway_user;
    struct str news = body_text(ctx, "status", 1, 16), status, custom_status;
    bool is_online = str_eq(news, STR("online"));
    if (!is_online && !str_eq(news, STR("offline")))
        input_invalid(ctx, "status", "must be online or offline");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = users_get_status(ctx, ctx->user_id, &status, &custom_status);
    if (err != ERR_NONE)
        return err;
    /* Of somebody invisible there is nothing to tell: for the others he is offline all the time. */
    if (!str_eq(status, STR("invisible")))
        err = audience_tell_status(ctx, ctx->user_id, is_online ? status : STR("offline"),
                                   custom_status);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "status", arena_printf(ctx->arena, "\"%.*s\"", STR_FMT(status)));
    return err;
}

/* --- rooms -------------------------------------------------------------------------------------
 */

enum err gateway_server_rooms(struct ctx *ctx)
{
    struct access access;
    const int64_t *channels;
    size_t count;
    struct buf rooms;
    enum err err = access_server(ctx, 0, &access);
    if (err == ERR_NONE)
        err = channels_private_visible(ctx, access.db, ctx->user_id, &channels, &count);
    if (err != ERR_NONE)
        return err;
    buf_init(&rooms, ROOMS_BYTES_MAX);
    buf_add_char(&rooms, '[');
    json_add_string(&rooms, access.room);
    for (size_t i = 0; i < count; i++) {
        buf_add_char(&rooms, ',');
        json_add_string(&rooms, room_channel(ctx->arena, access.server_id, channels[i]));
    }
    buf_add_char(&rooms, ']');
    ctx_reply(ctx, 200, "rooms", buf_str(&rooms));
    buf_cleanup(&rooms);
    return ERR_NONE;
}

/* A set of users as hexadecimal digits, the first user the highest bit of the first digit. */
static void add_set(struct buf *out, const char *key, const bool *has, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    json_add_key(out, key);
    buf_add_char(out, '"');
    for (size_t i = 0; i < count; i += 4) {
        unsigned digit = 0;
        for (size_t bit = 0; bit < 4 && i + bit < count; bit++)
            digit |= has[i + bit] ? 8u >> bit : 0;
        buf_add_char(out, digits[digit]);
    }
    buf_add_char(out, '"');
}

static void reply_rights(struct ctx *ctx, struct str position, const struct channel_rights *rights)
{
    struct buf out;
    buf_init(&out, RIGHTS_BYTES_MAX);
    buf_add_char(&out, '{');
    json_add_text(&out, "at", position);
    add_set(&out, "members", rights->is_member, rights->user_count);
    json_add_key(&out, "channels");
    buf_add_char(&out, '[');
    for (size_t i = 0; i < rights->channel_count; i++) {
        buf_add_cstr(&out, i > 0 ? ",{" : "{");
        json_add_i64(&out, "id", rights->channel_ids[i]);
        add_set(&out, "users", rights->may_see + i * rights->user_count, rights->user_count);
        buf_add_char(&out, '}');
    }
    buf_add_cstr(&out, "]}");
    ctx_reply_json(ctx, 200, buf_str(&out));
    buf_cleanup(&out);
}

/* What many users may hear in a server, and up to which entry of the stream that is so: between the
 * reading and the looking where the stream ends, nobody changes the server. */
enum err gateway_server_rights(struct ctx *ctx)
{
    size_t count;
    const int64_t *user_ids = body_ids(ctx, "userIds", RIGHTS_USERS_MAX, &count);
    struct channel_rights rights;
    struct db *db;
    struct str position;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = databases_get_server(ctx->worker->databases, ctx_param_id(ctx, "serverId"), &db);
    if (err == ERR_NONE)
        err = order_hold_still(ctx, db);
    if (err == ERR_NONE)
        err = channels_rights(ctx, db, user_ids, count, &rights);
    if (err == ERR_NONE)
        err = publish_position(ctx, &position);
    if (err == ERR_NONE)
        reply_rights(ctx, position, &rights);
    return err;
}

enum err gateway_conversation_rooms(struct ctx *ctx)
{
    struct conversation c;
    enum err err = dms_find(ctx, ctx_param_id(ctx, "conversationId"), &c);
    if (err == ERR_NONE)
        ctx_reply(
            ctx, 200, "rooms",
            arena_printf(ctx->arena, "[\"%.*s\"]", STR_FMT(room_conversation(ctx->arena, c.id))));
    return err;
}
