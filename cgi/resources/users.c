/* People: oneself, others, finding them. */
#include "cgi/store/users.h"
#include "cgi/resources/account.h"
#include "cgi/resources/audience.h"
#include "cgi/resources/public_pictures.h"
#include "cgi/routes.h"
#include "cgi/store/presence.h"
#include "cgi/store/uploads.h"
#include "cgi/validate.h"

enum { SEARCH_LIMIT_MAX = 50, SEARCH_LIMIT_PRESET = 20 };

enum err users_get_me(struct ctx *ctx)
{
    struct str json;
    enum err err = users_get_self(ctx, ctx->user_id, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "user", json);
    return err;
}

static bool is_color(struct str text)
{
    bool ok = text.len == 7 && text.ptr[0] == '#';
    for (size_t i = 1; ok && i < text.len; i++) {
        char c = text.ptr[i];
        ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
    return ok;
}

/* What people may choose; `away` is another word for `idle`. */
static struct str read_status(struct ctx *ctx, bool *is_given)
{
    static const char *const choices[] = {"online", "idle", "dnd", "invisible"};
    struct str status;
    *is_given = body_patch_text(ctx, "status", 1, 16, &status);
    if (!*is_given)
        return status;
    if (str_eq(status, STR("away")))
        return STR("idle");
    for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
        if (str_eq_cstr(status, choices[i]))
            return status;
    }
    input_invalid(ctx, "status", "must be online, idle, dnd or invisible");
    return status;
}

static struct user_patch read_patch(struct ctx *ctx)
{
    struct user_patch patch = {0};
    patch.has_display_name = body_patch_text(ctx, "displayName", 1, 32, &patch.display_name);
    patch.has_bio = body_patch_text(ctx, "bio", 0, 1000, &patch.bio);
    patch.has_banner_color = body_patch_text(ctx, "bannerColor", 7, 7, &patch.banner_color);
    patch.has_custom_status = body_patch_text(ctx, "customStatus", 0, 128, &patch.custom_status);
    patch.status = read_status(ctx, &patch.has_status);
    if (patch.has_display_name && !patch.display_name.ptr)
        input_invalid(ctx, "displayName", "must be a string");
    if (patch.banner_color.len > 0 && !is_color(patch.banner_color))
        input_invalid(ctx, "bannerColor", "must be a color such as #1a2b3c");
    return patch;
}

/* Others learn of a new status only while the user is online for them. */
static enum err tell_status(struct ctx *ctx)
{
    struct str status, custom_status;
    size_t online_count;
    presence_of(ctx, &ctx->user_id, 1, &online_count);
    if (online_count == 0)
        return ERR_NONE;
    enum err err = users_get_status(ctx, ctx->user_id, &status, &custom_status);
    if (err != ERR_NONE)
        return err;
    if (str_eq(status, STR("invisible")))
        status = STR("offline");
    return audience_tell_status(ctx, ctx->user_id, status, custom_status);
}

enum err users_patch_me(struct ctx *ctx)
{
    struct user_patch patch = read_patch(ctx);
    struct public_picture avatar = {0};
    struct str json, old_url = {0};
    bool stays_invisible;
    patch.has_avatar_url = body_has(ctx, "avatarId");
    body_id_or_none(ctx, "avatarId");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = public_picture_make(ctx, "avatarId", "avatar", ctx->user_id, &avatar);
    patch.avatar_url = avatar.url;
    if (err == ERR_NONE)
        err = users_update(ctx, ctx->user_id, &patch, &json, &stays_invisible, &old_url);
    if (err == ERR_NONE && patch.has_avatar_url)
        uploads_drop_public(ctx, avatar.place, old_url);
    if (err == ERR_NOT_FOUND) /* deleted meanwhile */
        return ERR_SESSION_ENDED;
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "user", json);
    /* The change is made; whoever misses the news sees it at the next fetch. Of somebody who is and
     * stays invisible there is no news: it would tell that he is here. */
    if (err == ERR_NONE && !stays_invisible && (patch.has_status || patch.has_custom_status))
        tell_status(ctx);
    return err;
}

enum err users_delete_me(struct ctx *ctx)
{
    struct str password = body_secret_or_none(ctx, "password", 0, ACCOUNT_PASSWORD_MAX);
    struct user_login user;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = users_get_login(ctx, ctx->user_id, &user);
    if (err == ERR_NOT_FOUND)
        return ERR_SESSION_ENDED;
    if (err == ERR_NONE && !account_opens(&user, password, NULL))
        err = ERR_WRONG_CREDENTIALS;
    if (err == ERR_NONE)
        err = account_delete(ctx, &user);
    ctx_reply_nothing(ctx);
    return err;
}

enum err users_search(struct ctx *ctx)
{
    struct str text = str_trim(query_text(ctx, "query", 64)), json;
    int64_t limit = query_i64_or(ctx, "limit", 1, SEARCH_LIMIT_MAX, SEARCH_LIMIT_PRESET);
    if (text.len == 0 && input_ok(ctx))
        input_invalid(ctx, "query", "is required");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = users_search_json(ctx, text, limit, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "users", json);
    return err;
}

enum err users_get(struct ctx *ctx)
{
    int64_t user_id = ctx_param_id(ctx, "userId");
    struct user_list users;
    enum err err = users_load(ctx, ctx->user_id, &user_id, 1, &users);
    if (err != ERR_NONE)
        return err;
    struct str json = users_in(&users, user_id);
    if (json.len == 0)
        return ERR_NOT_FOUND;
    ctx_reply(ctx, 200, "user", json);
    return ERR_NONE;
}
