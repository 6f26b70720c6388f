#include "cgi/store/sessions.h"

#include "cgi/store/answers.h"

DB_STATEMENT(
    session_check, AUTH,
    "SELECT 1 FROM sessions WHERE id = $1::bigint AND user_id = $2::bigint AND ended_at IS NULL");
DB_STATEMENT(session_begin, AUTH,
             "WITH begun AS (INSERT INTO sessions (user_id) VALUES ($1::bigint) RETURNING id)"
             " INSERT INTO refresh_tokens (hash, session_id) SELECT $2::text, id FROM begun"
             " RETURNING session_id");
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

enum err sessions_begin(struct ctx *ctx, int64_t user_id, struct str refresh_hash,
                        int64_t *session_id)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &session_begin,
                          DB_ARGS(db_i64(user_id), db_text(refresh_hash)), &rows);
    return answer_i64(err, &rows, session_id);
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

enum err sessions_sweep(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    *count = 0;
    enum err err = db_run(auth_of(ctx), &session_sweep,
                          DB_ARGS(db_i64(ctx->worker->config->refresh_token_days)), &rows);
    return answer_i64(err, &rows, count);
}
