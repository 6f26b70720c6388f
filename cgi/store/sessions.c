#include "cgi/store/sessions.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

enum { USER_AGENT_MAX = 256 };

DB_STATEMENT(
    session_check, AUTH,
    "SELECT 1 FROM sessions WHERE id = $1::bigint AND user_id = $2::bigint AND ended_at IS NULL");
/* The account's row is held: a change of the password, or its deletion, comes before and is seen
 * here, or after and sees the session. */
DB_STATEMENT(session_begin, AUTH,
    "WITH account AS (SELECT id FROM users WHERE id = $1::bigint"
    "  AND password_hash IS NOT DISTINCT FROM $3::text AND deleted_at IS NULL FOR SHARE),"
    " begun AS (INSERT INTO sessions (user_id, user_agent, address)"
    "  SELECT id, $4::text, $5::text FROM account RETURNING id)"
    " INSERT INTO refresh_tokens (hash, session_id) SELECT $2::text, id FROM begun"
    " RETURNING session_id");
/* $2: the session that asks, $3: days a session survives unused. */
DB_STATEMENT(session_list, AUTH,
    "SELECT coalesce(json_agg(json_build_object('id', s.id, 'current', s.id = $2::bigint,"
    " 'userAgent', s.user_agent, 'address', s.address, 'createdAt', " SHAPE_TIME("s.created_at") ","
    " 'lastUsedAt', " SHAPE_TIME("s.last_used_at") ") ORDER BY s.last_used_at DESC, s.id DESC), '[]')"
    " FROM (SELECT * FROM sessions WHERE user_id = $1::bigint AND ended_at IS NULL"
    "  AND last_used_at > now() - make_interval(days => $3::bigint::integer)"
    "  ORDER BY last_used_at DESC, id DESC LIMIT 1000) s");
DB_STATEMENT(session_end_own, AUTH,
    "WITH old AS (SELECT id, ended_at FROM sessions"
    "  WHERE id = $1::bigint AND user_id = $2::bigint FOR UPDATE),"
    " ended AS (UPDATE sessions s SET ended_at = now(), end_reason = $3::text FROM old"
    "  WHERE s.id = old.id AND old.ended_at IS NULL)"
    " SELECT ended_at IS NULL FROM old");
DB_STATEMENT(session_end_all, AUTH,
    "UPDATE sessions SET ended_at = now(), end_reason = $3::text"
    " WHERE user_id = $1::bigint AND id <> $2::bigint AND ended_at IS NULL RETURNING id");
DB_STATEMENT(session_ended_lately, AUTH,
    "SELECT id FROM sessions WHERE user_id = $1::bigint AND end_reason = $2::text"
    " AND ended_at > now() - make_interval(secs => $3::bigint) ORDER BY id");
/* Of two who bring the same token at once, one finds it used. */
DB_STATEMENT(
    session_rotate, AUTH,
    "WITH used AS (UPDATE refresh_tokens t SET used_at = now() FROM sessions s"
    "  WHERE t.hash = $1::text AND t.used_at IS NULL AND s.id = t.session_id AND s.ended_at IS NULL"
    "  AND t.created_at > now() - make_interval(days => $3::bigint::integer)"
    "  RETURNING t.session_id, s.user_id),"
    " fresh AS (INSERT INTO refresh_tokens (hash, session_id) SELECT $2::text, session_id FROM "
    "used),"
    " touched AS (UPDATE sessions SET last_used_at = now() FROM used WHERE id = used.session_id)"
    " SELECT session_id, user_id FROM used");
DB_STATEMENT(session_of_used_token, AUTH,
             "SELECT t.session_id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id"
             " WHERE t.hash = $1::text AND t.used_at IS NOT NULL AND s.ended_at IS NULL");
DB_STATEMENT(session_end, AUTH,
             "UPDATE sessions SET ended_at = now(), end_reason = $2::text"
             " WHERE id = $1::bigint AND ended_at IS NULL");

/* A used token is kept as long as a thief could come with it; whoever comes later is refused all
 * the same. $1: days a session survives unused. */
DB_STATEMENT(session_sweep, AUTH,
    "WITH dead AS (DELETE FROM sessions WHERE ended_at < now() - interval '7 days'"
    "  OR last_used_at < now() - make_interval(days => $1::bigint::integer + 7) RETURNING 1),"
    " old AS (DELETE FROM refresh_tokens"
    "  WHERE used_at < now() - make_interval(days => $1::bigint::integer + 7) RETURNING 1)"
    " SELECT (SELECT count(*) FROM dead) + (SELECT count(*) FROM old)");

static struct db *auth_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_AUTH);
}

enum err sessions_check(struct ctx *ctx, int64_t session_id, int64_t user_id)
{
    struct db_rows rows;
    enum err err =
        db_run(auth_of(ctx), &session_check, DB_ARGS(db_i64(session_id), db_i64(user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    return rows.count == 1 ? ERR_NONE : ERR_SESSION_ENDED;
}

/* What a client calls itself, for people to read: printable ASCII, and not much of it. */
static struct str clean_user_agent(struct ctx *ctx)
{
    struct str given = str_slice(ctx->request.user_agent, 0, USER_AGENT_MAX);
    char *to = arena_alloc(ctx->arena, given.len + 1);
    for (size_t i = 0; i < given.len; i++)
        to[i] = (char) (given.ptr[i] >= ' ' && given.ptr[i] <= '~' ? given.ptr[i] : '?');
    return given.len > 0 ? str_of(to, given.len) : (struct str){0};
}

static struct str address_or_none(const struct ctx *ctx)
{
    return ctx->request.address.len > 0 ? ctx->request.address : (struct str){0};
}

enum err sessions_begin(struct ctx *ctx, int64_t user_id, const char *password_hash,
                        struct str refresh_hash, int64_t *session_id)
{
    struct db_rows rows;
    enum err err = db_run(
        auth_of(ctx), &session_begin,
        DB_ARGS(db_i64(user_id), db_text(refresh_hash), db_text_or_null(str_from(password_hash)),
                db_text_or_null(clean_user_agent(ctx)), db_text_or_null(address_or_none(ctx))),
        &rows);
    err = answer_i64(err, &rows, session_id);
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

enum err sessions_list_json(struct ctx *ctx, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &session_list,
                          DB_ARGS(db_i64(ctx->user_id), db_i64(ctx->session_id),
                                  db_i64(ctx->worker->config->refresh_token_days)),
                          &rows);
    return answer_text(err, &rows, json);
}

enum err sessions_rotate(struct ctx *ctx, struct str old_hash, struct str new_hash,
                         int64_t *session_id, int64_t *user_id)
{
    struct db_rows rows;
    *session_id = 0;
    enum err err = db_run(auth_of(ctx), &session_rotate,
                          DB_ARGS(db_text(old_hash), db_text(new_hash),
                                  db_i64(ctx->worker->config->refresh_token_days)),
                          &rows);
    if (err != ERR_NONE)
        return err;
    if (rows.count == 1) {
        *session_id = db_get_i64(&rows, 0, 0);
        *user_id = db_get_i64(&rows, 0, 1);
        return ERR_NONE;
    }
    err = db_run(auth_of(ctx), &session_of_used_token, DB_ARGS(db_text(old_hash)), &rows);
    if (err == ERR_NONE && rows.count == 1)
        *session_id = db_get_i64(&rows, 0, 0);
    return err == ERR_NONE ? ERR_REFRESH_INVALID : err;
}

enum err sessions_end(struct ctx *ctx, int64_t session_id, const char *reason)
{
    return db_run(auth_of(ctx), &session_end,
                  DB_ARGS(db_i64(session_id), db_text(str_from(reason))), NULL);
}

enum err sessions_end_own(struct ctx *ctx, int64_t session_id, const char *reason, bool *was_alive)
{
    struct db_rows rows;
    enum err err =
        db_run(auth_of(ctx), &session_end_own,
               DB_ARGS(db_i64(session_id), db_i64(ctx->user_id), db_text(str_from(reason))), &rows);
    err = answer_row(err, &rows);
    *was_alive = err == ERR_NONE && db_get_bool(&rows, 0, 0);
    return err;
}

enum err sessions_end_all(struct ctx *ctx, int64_t user_id, int64_t except_id, const char *reason,
                          const int64_t **ids, size_t *count)
{
    struct db_rows rows;
    enum err err =
        db_run(auth_of(ctx), &session_end_all,
               DB_ARGS(db_i64(user_id), db_i64(except_id), db_text(str_from(reason))), &rows);
    return answer_ids(ctx, err, &rows, ids, count);
}

enum err sessions_ended_lately(struct ctx *ctx, int64_t user_id, const char *reason,
                               const int64_t **ids, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &session_ended_lately,
                          DB_ARGS(db_i64(user_id), db_text(str_from(reason)),
                                  db_i64(ctx->worker->config->access_token_seconds)),
                          &rows);
    return answer_ids(ctx, err, &rows, ids, count);
}

enum err sessions_sweep(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    *count = 0;
    enum err err = db_run(auth_of(ctx), &session_sweep,
                          DB_ARGS(db_i64(ctx->worker->config->refresh_token_days)), &rows);
    return answer_i64(err, &rows, count);
}
