#include "cgi/authn.h"

#include "cgi/store/sessions.h"
#include "cgi/url.h"
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/jwt.h"

enum { TICKET_SECONDS = 600 };

bool authn_is_gateway(const struct ctx *ctx)
{
    return ctx->request.gateway_key.len > 0 &&
           crypto_secret_eq(ctx->request.gateway_key, str_from(ctx->worker->gateway_key));
}

/* Ask Redis whether a session was ended. Returns false when Redis cannot tell: it is down, or was
 * started after the token was made and may have forgotten. */
static bool redis_knows(struct ctx *ctx, const struct jwt_claims *claims, bool *ended)
{
    struct redis *redis = ctx->worker->redis;
    if (claims->issued_s * 1000 <= redis_started_ms(redis))
        return false;
    redisReply *reply =
        redis_command(redis, "EXISTS " CTX_REVOKED_KEY, (long long) claims->session_id);
    bool known = reply && reply->type == REDIS_REPLY_INTEGER;
    *ended = known && reply->integer > 0;
    freeReplyObject(reply);
    return known;
}

static enum err check_signature(struct ctx *ctx, struct str token, struct jwt_claims *claims)
{
    int64_t now_s = clock_wall_ms() / 1000;
    if (token_memo_find(ctx->worker->tokens, token, now_s, claims))
        return ERR_NONE;
    enum err err =
        access_token_check(ctx->arena, ctx->worker->config->jwt_secret, token, now_s, claims);
    if (err == ERR_NONE)
        token_memo_keep(ctx->worker->tokens, token, claims);
    return err;
}

/* The signature is good: does the session still stand? */
static enum err check_session(struct ctx *ctx, const struct jwt_claims *claims)
{
    bool ended;
    enum err err;
    if (redis_knows(ctx, claims, &ended))
        err = ended ? ERR_SESSION_ENDED : ERR_NONE;
    else
        err = sessions_check(ctx, claims->session_id, claims->user_id);
    if (err != ERR_NONE)
        return err;
    ctx->user_id = claims->user_id;
    ctx->session_id = claims->session_id;
    return ERR_NONE;
}

enum err authn_check_token(struct ctx *ctx, struct str token, int64_t *expires_s)
{
    struct jwt_claims claims;
    enum err err = check_signature(ctx, token, &claims);
    if (err == ERR_NONE)
        err = check_session(ctx, &claims);
    if (err == ERR_NONE && expires_s)
        *expires_s = claims.expires_s;
    return err;
}

struct str authn_make_ticket(struct ctx *ctx, int64_t *expires_ms)
{
    /* That a session was ended is remembered as long as an access token lives. */
    int most_s = ctx->worker->config->access_token_seconds;
    int64_t begins_s = clock_wall_ms() / 1000,
            life_s = most_s < TICKET_SECONDS ? most_s : TICKET_SECONDS;
    struct jwt_claims claims = {ctx->user_id, ctx->session_id, begins_s, begins_s + life_s};
    *expires_ms = claims.expires_s * 1000;
    return access_token_sign(ctx->arena, ctx->worker->ticket_key, &claims);
}

enum err authn_check_for_file(struct ctx *ctx)
{
    struct str ticket;
    struct jwt_claims claims;
    if (ctx->request.authorization.len > 0 ||
        !url_query_get(ctx->arena, ctx->request.query, "ticket", &ticket))
        return authn_check(ctx);
    enum err err = access_token_check(ctx->arena, ctx->worker->ticket_key, ticket,
                                      clock_wall_ms() / 1000, &claims);
    return err == ERR_NONE ? check_session(ctx, &claims) : err;
}

enum err authn_check(struct ctx *ctx)
{
    struct str header = ctx->request.authorization;
    if (authn_is_gateway(ctx) && ctx->request.gateway_user > 0) {
        ctx->user_id = ctx->request.gateway_user;
        ctx->session_id = ctx->request.gateway_session;
        /* A socket outlives any token: its session is looked up each time. */
        return sessions_check(ctx, ctx->session_id, ctx->user_id);
    }
    if (header.len == 0)
        return ERR_TOKEN_MISSING;
    if (header.len < 7 || !str_ieq(str_slice(header, 0, 7), STR("Bearer ")))
        return ERR_TOKEN_INVALID;
    return authn_check_token(ctx, str_trim(str_slice(header, 7, header.len)), NULL);
}
