/* Accounts and sessions: register, log in, refresh, log out, passwords. */
#include "cgi/authn.h"
#include "cgi/resources/account.h"
#include "cgi/routes.h"
#include "cgi/store/sessions.h"
#include "cgi/store/users.h"
#include "cgi/validate.h"
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/jwt.h"
#include "shared/token.h"

enum {
    USERNAME_MIN = 2,
    USERNAME_MAX = 32,
    TOTP_MAX = 64,
    REFRESH_TOKEN_BYTES = 32,
};

/* --- tokens ------------------------------------------------------------------------------------
 */

static void reply_session(struct ctx *ctx, int status, int64_t user_id, int64_t session_id,
                          struct str refresh_token, struct str user)
{
    char expires[CLOCK_TEXT_SIZE];
    int64_t now_s = clock_wall_ms() / 1000;
    struct jwt_claims claims = {user_id, session_id, now_s,
                                now_s + ctx->worker->config->access_token_seconds};
    struct str token = access_token_sign(ctx->arena, ctx->worker->config->jwt_secret, &claims);
    struct buf out;
    clock_format(claims.expires_s * 1000, expires);
    buf_init(&out, 64 * 1024);
    buf_add_char(&out, '{');
    json_add_text(&out, "token", token);
    json_add_text(&out, "refreshToken", refresh_token);
    json_add_text(&out, "expiresAt", str_from(expires));
    json_add_raw(&out, "user", user);
    buf_add_char(&out, '}');
    ctx_reply_json(ctx, status, buf_str(&out));
    buf_cleanup(&out);
}

/* Begin a session for a user whose identity is proven, and answer with it. ERR_CONFLICT when the
 * account was changed since. */
static enum err begin_session(struct ctx *ctx, int status, const struct user_login *user)
{
    int64_t session_id = 0;
    struct str refresh_token = token_random(ctx->arena, REFRESH_TOKEN_BYTES);
    enum err err = sessions_begin(ctx, user->id, user->password_hash,
                                  token_hash(ctx->arena, refresh_token), &session_id);
    if (err == ERR_NONE)
        reply_session(ctx, status, user->id, session_id, refresh_token, user->json);
    return err;
}

/* --- registration ------------------------------------------------------------------------------
 */

static bool is_username(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '.' || c == '-';
        if (!ok)
            return false;
    }
    return true;
}

static bool is_reserved(struct str name)
{
    struct str prefix = STR(ACCOUNT_DELETED_PREFIX);
    return name.len >= prefix.len && str_ieq(str_slice(name, 0, prefix.len), prefix);
}

static enum err check_server_password(struct ctx *ctx, struct str given)
{
    return crypto_secret_eq(given, str_from(ctx->worker->config->server_password))
               ? ERR_NONE
               : ERR_WRONG_SERVER_PASSWORD;
}

/* ACCOUNT_PASSWORDS=required: nobody comes in by the server password alone. */
static void require_password(struct ctx *ctx, struct str password)
{
    if (!password.ptr && str_eq_cstr(STR("required"), ctx->worker->config->account_passwords))
        input_invalid(ctx, "password", "is required on this server");
}

enum err auth_register(struct ctx *ctx)
{
    struct str username = body_text(ctx, "username", USERNAME_MIN, USERNAME_MAX);
    struct str display_name = body_text_or(ctx, "displayName", 1, 32, username);
    struct str password =
        body_secret_or_none(ctx, "password", ACCOUNT_PASSWORD_MIN, ACCOUNT_PASSWORD_MAX);
    struct str server_password = body_secret(ctx, "serverPassword", 0, ACCOUNT_PASSWORD_MAX);
    char hash[CRYPTO_PASSWORD_MAX];
    struct user_login user;
    if (!is_username(username))
        input_invalid(ctx, "username", "may have letters a-z, digits, and _ . - only");
    else if (is_reserved(username))
        input_invalid(ctx, "username", "must not begin with " ACCOUNT_DELETED_PREFIX);
    require_password(ctx, password);
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = check_server_password(ctx, server_password);
    if (err != ERR_NONE)
        return err;
    if (password.ptr)
        crypto_password_hash(password, hash);
    err = users_insert(ctx, username, display_name, password.ptr ? hash : NULL, &user);
    return err == ERR_NONE ? begin_session(ctx, 201, &user) : err;
}

/* --- login -------------------------------------------------------------------------------------
 */

static enum err log_in(struct ctx *ctx, struct str username, struct str password)
{
    struct user_login user = {0};
    bool outdated = false;
    enum err err = users_find_login(ctx, username, &user);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    if (!account_opens(&user, password, &outdated) || user.id == 0)
        return ERR_WRONG_CREDENTIALS;
    if (!user.profile_is_synced)
        users_sync_profile(ctx, user.id);
    err = begin_session(ctx, 200, &user);
    if (err == ERR_NONE && outdated) {
        char hash[CRYPTO_PASSWORD_MAX];
        crypto_password_hash(password, hash);
        users_rehash(ctx, user.id, user.password_hash, hash);
    }
    return err;
}

enum err auth_login(struct ctx *ctx)
{
    struct str username = body_text(ctx, "username", 1, 64);
    struct str password = body_secret_or_none(ctx, "password", 0, ACCOUNT_PASSWORD_MAX);
    struct str server_password = body_secret(ctx, "serverPassword", 0, ACCOUNT_PASSWORD_MAX);
    body_text_or(ctx, "totp", 0, TOTP_MAX, (struct str){0});
    require_password(ctx, password);
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = check_server_password(ctx, server_password);
    if (err == ERR_NONE)
        err = log_in(ctx, username, password);
    /* Changed while it was being checked: by a rehash, and it still opens, or it does not. */
    if (err == ERR_CONFLICT)
        err = log_in(ctx, username, password);
    return err == ERR_CONFLICT ? ERR_WRONG_CREDENTIALS : err;
}

/* --- sessions ----------------------------------------------------------------------------------
 */

/* End a session everywhere: the database first, so that a cut leaves nothing that could be used
 * again. */
static enum err end_session(struct ctx *ctx, int64_t session_id, const char *reason)
{
    enum err err = sessions_end(ctx, session_id, reason);
    if (err != ERR_NONE)
        return err;
    ctx_end_session(ctx, session_id, reason);
    ctx_settle(ctx);
    return ERR_NONE;
}

enum err auth_refresh(struct ctx *ctx)
{
    struct str old_token = body_secret(ctx, "refreshToken", 1, 256), user;
    int64_t session_id, user_id = 0;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    struct str new_token = token_random(ctx->arena, REFRESH_TOKEN_BYTES);
    enum err err = sessions_rotate(ctx, token_hash(ctx->arena, old_token),
                                   token_hash(ctx->arena, new_token), &session_id, &user_id);
    /* A used token that comes back was stolen, or its thief was first: nobody keeps the session. */
    if (err == ERR_REFRESH_INVALID && session_id != 0)
        end_session(ctx, session_id, "refresh_reused");
    if (err == ERR_NONE)
        err = users_get_self(ctx, user_id, &user);
    if (err == ERR_NONE)
        reply_session(ctx, 200, user_id, session_id, new_token, user);
    return err;
}

enum err auth_logout(struct ctx *ctx)
{
    enum err err = end_session(ctx, ctx->session_id, "logout");
    ctx_reply_nothing(ctx);
    return err;
}

enum err auth_sessions_list(struct ctx *ctx)
{
    struct str json;
    enum err err = sessions_list_json(ctx, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "sessions", json);
    return err;
}

/* One that is over already is ended once more: that may not have been told when it was. */
enum err auth_sessions_delete(struct ctx *ctx)
{
    int64_t session_id = ctx_param_id(ctx, "sessionId");
    bool was_alive;
    enum err err = sessions_end_own(ctx, session_id, "ended", &was_alive);
    if (err != ERR_NONE)
        return err;
    account_tell_ended(ctx, &session_id, 1, "ended");
    ctx_reply_nothing(ctx);
    return was_alive ? ERR_NONE : ERR_NOT_FOUND;
}

/* --- passwords ---------------------------------------------------------------------------------
 */

/* The new password and the end of all other sessions are one. */
static enum err change_password(struct ctx *ctx, const struct user_login *user,
                                const char *new_hash)
{
    const int64_t *ended;
    size_t count;
    enum err err = ctx_begin(ctx, databases_get(ctx->worker->databases, DB_AUTH));
    if (err == ERR_NONE)
        err = users_change_password(ctx, user, new_hash);
    if (err == ERR_NONE)
        err = sessions_end_all(ctx, user->id, ctx->session_id, "password_changed", &ended, &count);
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    if (err == ERR_NONE)
        account_tell_ended(ctx, ended, count, "password_changed");
    return err;
}

enum err auth_password(struct ctx *ctx)
{
    struct str current = body_secret_or_none(ctx, "currentPassword", 0, ACCOUNT_PASSWORD_MAX);
    struct str wanted = body_secret(ctx, "newPassword", ACCOUNT_PASSWORD_MIN, ACCOUNT_PASSWORD_MAX);
    char hash[CRYPTO_PASSWORD_MAX];
    struct user_login user;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = users_get_login(ctx, ctx->user_id, &user);
    if (err == ERR_NOT_FOUND)
        return ERR_SESSION_ENDED;
    if (err == ERR_NONE && !account_opens(&user, current, NULL))
        err = ERR_WRONG_CREDENTIALS;
    if (err != ERR_NONE)
        return err;
    crypto_password_hash(wanted, hash);
    err = change_password(ctx, &user, hash);
    ctx_reply_nothing(ctx);
    return err;
}
