#include "cgi/store/repeats.h"

/* Whoever repeats while the first is still at work waits here; a worker that dies lets go. */
DB_STATEMENT(repeat_lock, AUTH, "SELECT pg_advisory_lock(hashtextextended($2::text, $1::bigint))");
DB_STATEMENT(repeat_unlock, AUTH,
             "SELECT pg_advisory_unlock(hashtextextended($2::text, $1::bigint))");
/* Old ones of the same user go on the way. Under the lock, one without an answer was cut off. */
DB_STATEMENT(
    repeat_claim, AUTH,
    "WITH old AS (DELETE FROM repeats WHERE user_id = $1::bigint AND key <> $2::text"
    "  AND created_at < now() - interval '1 day')"
    " INSERT INTO repeats AS r (user_id, key, call) VALUES ($1::bigint, $2::text, $3::text)"
    " ON CONFLICT (user_id, key) DO UPDATE SET call = excluded.call, status = NULL, reply = NULL,"
    "  created_at = now() WHERE r.created_at < now() - interval '1 day' OR r.status IS NULL"
    " RETURNING 1");
DB_STATEMENT(repeat_find, AUTH,
             "SELECT call = $3::text, status, reply FROM repeats"
             " WHERE user_id = $1::bigint AND key = $2::text");
DB_STATEMENT(repeat_keep, AUTH,
             "UPDATE repeats SET status = $3::bigint::integer, reply = $4::text"
             " WHERE user_id = $1::bigint AND key = $2::text");
DB_STATEMENT(
    repeat_release, AUTH,
    "DELETE FROM repeats WHERE user_id = $1::bigint AND key = $2::text AND status IS NULL");

DB_STATEMENT(repeat_sweep, AUTH,
             "DELETE FROM repeats WHERE created_at < now() - interval '1 day'");

static struct db *auth_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_AUTH);
}

enum err repeats_claim(struct ctx *ctx, struct str key, struct str call, bool *is_first,
                       int *status, struct str *reply)
{
    struct db_rows rows;
    struct db *db = auth_of(ctx);
    *is_first = false;
    enum err err = db_run(db, &repeat_lock, DB_ARGS(db_i64(ctx->user_id), db_text(key)), NULL);
    if (err == ERR_NONE)
        err = db_run(db, &repeat_claim, DB_ARGS(db_i64(ctx->user_id), db_text(key), db_text(call)),
                     &rows);
    if (err != ERR_NONE)
        return err;
    *is_first = rows.count > 0;
    if (*is_first)
        return ERR_NONE;
    err =
        db_run(db, &repeat_find, DB_ARGS(db_i64(ctx->user_id), db_text(key), db_text(call)), &rows);
    if (err != ERR_NONE)
        return err;
    if (rows.count == 0 || !db_get_bool(&rows, 0, 0))
        return ERR_CONFLICT;
    *status = (int) db_get_i64(&rows, 0, 1);
    *reply = db_get(&rows, 0, 2);
    return ERR_NONE;
}

void repeats_let_go(struct ctx *ctx, struct str key)
{
    db_send_quietly(auth_of(ctx), &repeat_unlock, DB_ARGS(db_i64(ctx->user_id), db_text(key)));
}

enum err repeats_keep(struct ctx *ctx, struct str key, int status, struct str reply)
{
    return db_run(auth_of(ctx), &repeat_keep,
                  DB_ARGS(db_i64(ctx->user_id), db_text(key), db_i64(status), db_text(reply)),
                  NULL);
}

void repeats_release(struct ctx *ctx, struct str key)
{
    db_run(auth_of(ctx), &repeat_release, DB_ARGS(db_i64(ctx->user_id), db_text(key)), NULL);
}

enum err repeats_sweep(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &repeat_sweep, DB_NO_ARGS, &rows);
    *count = err == ERR_NONE ? rows.affected : 0;
    return err;
}
