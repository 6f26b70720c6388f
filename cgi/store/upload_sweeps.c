#include "cgi/store/upload_sweeps.h"

#include "cgi/blobs.h"
#include "cgi/store/answers.h"
#include "shared/clock.h"
#include "shared/log.h"

enum {
    PLACES_AT_ONCE = 500,
    DROPPED_AT_ONCE = 1000,
    KEYS_AT_ONCE = 1000,
    DAY_SECONDS = 86400,
    STRAY_DAYS = 8
};

DB_STATEMENT(uploads_drop_forgotten, REGISTRY,
    "UPDATE uploads SET dropped_at = now() WHERE place IS NULL AND NOT is_bound AND dropped_at IS NULL"
    " AND created_at < now() - interval '1 day'");
/* One row for each database to ask: its kind, the server's id or 0, and what to ask about. */
DB_STATEMENT(uploads_to_ask, REGISTRY,
    "SELECT kind, server_id, array_agg(id)::text, array_agg(url)::text FROM (SELECT id, url, split_part(place, ':', 1) AS kind,"
    "  CASE WHEN split_part(place, ':', 1) IN ('channel', 'icon', 'emoji') THEN split_part(place, ':', 2)::bigint ELSE 0 END AS server_id"
    "  FROM uploads WHERE place IS NOT NULL AND dropped_at IS NULL AND checked_at < now() - interval '1 day'"
    "  ORDER BY checked_at LIMIT $1::bigint) u GROUP BY kind, server_id");
DB_STATEMENT(uploads_settle, REGISTRY,
    "UPDATE uploads SET is_bound = true, checked_at = now(),"
    " dropped_at = CASE WHEN id = ANY($2::text::bigint[]) THEN NULL ELSE now() END WHERE id = ANY($1::text::bigint[])");
DB_STATEMENT(uploads_ask_later, REGISTRY, "UPDATE uploads SET checked_at = now() WHERE id = ANY($1::text::bigint[])");
DB_STATEMENT(uploads_named_in_server, SERVER,
    "SELECT array_agg(a.id)::text FROM attachments a JOIN messages m ON m.id = a.message_id"
    " WHERE a.id = ANY($1::text::bigint[]) AND m.deleted_at IS NULL");
DB_STATEMENT(uploads_named_in_dms, DMS,
    "SELECT array_agg(a.id)::text FROM attachments a JOIN messages m ON m.id = a.message_id"
    " WHERE a.id = ANY($1::text::bigint[]) AND m.deleted_at IS NULL");
DB_STATEMENT(uploads_named_by_users, AUTH,
    "SELECT array_agg(f.id)::text FROM unnest($1::text::bigint[], $2::text::text[]) AS f(id, url)"
    " WHERE EXISTS (SELECT FROM users u WHERE u.avatar_url = f.url)");
DB_STATEMENT(uploads_named_by_servers, REGISTRY,
    "SELECT array_agg(f.id)::text FROM unnest($1::text::bigint[], $2::text::text[]) AS f(id, url)"
    " WHERE EXISTS (SELECT FROM servers s WHERE s.icon_url = f.url AND s.state <> 'deleting')");
DB_STATEMENT(uploads_named_by_emojis, SERVER,
    "SELECT array_agg(f.id)::text FROM unnest($1::text::bigint[], $2::text::text[]) AS f(id, url)"
    " WHERE EXISTS (SELECT FROM emojis e WHERE e.url = f.url)");
DB_STATEMENT(uploads_dropped, REGISTRY, "SELECT id, key FROM uploads WHERE dropped_at IS NOT NULL ORDER BY dropped_at LIMIT $1::bigint");
DB_STATEMENT(uploads_delete, REGISTRY, "DELETE FROM uploads WHERE id = ANY($1::bigint[]) AND dropped_at IS NOT NULL");
DB_STATEMENT(uploads_unknown, REGISTRY,
    "SELECT DISTINCT k FROM unnest($1::text[]) k WHERE NOT EXISTS (SELECT FROM uploads u WHERE u.key = k)");

static struct db *fixed(struct ctx *ctx, enum db_kind kind)
{
    return databases_get(ctx->worker->databases, kind);
}

enum err uploads_sweep_unnamed(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    enum err err = db_run(fixed(ctx, DB_REGISTRY), &uploads_drop_forgotten, DB_NO_ARGS, &rows);
    *count = err == ERR_NONE ? rows.affected : 0;
    return err;
}

/* --- asking places -----------------------------------------------------------------------------
 */

/* Files that one database is asked about. */
struct question {
    struct str kind;
    int64_t server_id;
    struct str ids, urls; /* arrays as PostgreSQL writes them */
};

/* Which of them are still named: an array as above, or a NULL pointer for none. A server that is
 * gone names none. */
static enum err ask(struct ctx *ctx, const struct question *q, struct str *named)
{
    struct db *db = NULL;
    struct db_statement *statement = &uploads_named_in_dms;
    enum err err = ERR_NONE;
    bool by_url = !str_eq(q->kind, STR("channel")) && !str_eq(q->kind, STR("conversation"));
    struct db_rows rows;
    if (str_eq(q->kind, STR("avatar"))) {
        db = fixed(ctx, DB_AUTH);
        statement = &uploads_named_by_users;
    } else if (str_eq(q->kind, STR("icon"))) {
        db = fixed(ctx, DB_REGISTRY);
        statement = &uploads_named_by_servers;
    } else if (str_eq(q->kind, STR("conversation"))) {
        db = fixed(ctx, DB_DMS);
    } else {
        err = databases_get_server(ctx->worker->databases, q->server_id, &db);
        statement = by_url ? &uploads_named_by_emojis : &uploads_named_in_server;
    }
    *named = (struct str){0};
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    err = by_url ? db_run(db, statement, DB_ARGS(db_text(q->ids), db_text(q->urls)), &rows)
                 : db_run(db, statement, DB_ARGS(db_text(q->ids)), &rows);
    if (err == ERR_NONE)
        *named = db_get(&rows, 0, 0);
    return err;
}

static size_t count_of(struct str array)
{
    size_t count = array.len > 2;
    for (size_t i = 0; i < array.len; i++)
        count += array.ptr[i] == ',';
    return count;
}

static enum err settle(struct ctx *ctx, const struct question *q, int64_t *count)
{
    struct str named;
    if (ask(ctx, q, &named) != ERR_NONE) {
        log_warn("upload_place_not_reached", "kind=%.*s server=%lld", STR_FMT(q->kind),
                 (long long) q->server_id);
        return db_run(fixed(ctx, DB_REGISTRY), &uploads_ask_later, DB_ARGS(db_text(q->ids)), NULL);
    }
    if (!named.ptr)
        named = STR("{}");
    *count += (int64_t) (count_of(q->ids) - count_of(named));
    return db_run(fixed(ctx, DB_REGISTRY), &uploads_settle,
                  DB_ARGS(db_text(q->ids), db_text(named)), NULL);
}

enum err uploads_sweep_places(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    *count = 0;
    enum err err =
        db_run(fixed(ctx, DB_REGISTRY), &uploads_to_ask, DB_ARGS(db_i64(PLACES_AT_ONCE)), &rows);
    if (err != ERR_NONE)
        return err;
    /* Results are given up after a while; these are needed to the end. */
    struct question *questions =
        arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*questions));
    int question_count = rows.count;
    for (int i = 0; i < question_count; i++)
        questions[i] = (struct question){
            arena_str(ctx->arena, db_get(&rows, i, 0)), db_get_i64(&rows, i, 1),
            arena_str(ctx->arena, db_get(&rows, i, 2)), arena_str(ctx->arena, db_get(&rows, i, 3))};
    for (int i = 0; err == ERR_NONE && i < question_count; i++)
        err = settle(ctx, &questions[i], count);
    return err;
}

/* --- removing ----------------------------------------------------------------------------------
 */

/* The files first: a cut leaves rows without files, which the next run removes. */
enum err uploads_sweep_dropped(struct ctx *ctx, int64_t *count)
{
    struct db_rows rows;
    const int64_t *ids;
    size_t id_count;
    *count = 0;
    enum err err =
        db_run(fixed(ctx, DB_REGISTRY), &uploads_dropped, DB_ARGS(db_i64(DROPPED_AT_ONCE)), &rows);
    err = answer_ids(ctx, err, &rows, &ids, &id_count);
    if (err != ERR_NONE || id_count == 0)
        return err;
    for (int i = 0; i < rows.count; i++)
        blob_remove_all(ctx->worker->config->uploads_dir,
                        arena_cstr(ctx->arena, db_get(&rows, i, 1)));
    *count = (int64_t) id_count;
    return db_run(fixed(ctx, DB_REGISTRY), &uploads_delete, DB_ARGS(db_i64s(ids, id_count)), NULL);
}

/* Keys seen on the disk, to be asked about together. */
struct seen {
    struct ctx *ctx;
    struct str keys[KEYS_AT_ONCE];
    size_t count;
    int64_t removed;
    enum err err;
};

static void remove_unknown(struct seen *s)
{
    struct db_rows rows;
    if (s->count == 0 || s->err != ERR_NONE)
        return;
    s->err = db_run(fixed(s->ctx, DB_REGISTRY), &uploads_unknown,
                    DB_ARGS(db_texts(s->keys, s->count)), &rows);
    for (int i = 0; s->err == ERR_NONE && i < rows.count; i++) {
        blob_remove_all(s->ctx->worker->config->uploads_dir,
                        arena_cstr(s->ctx->arena, db_get(&rows, i, 0)));
        s->removed++;
    }
    s->count = 0;
}

static void see(void *context, const char *key)
{
    struct seen *s = context;
    if (s->count == KEYS_AT_ONCE)
        remove_unknown(s);
    s->keys[s->count++] = arena_str(s->ctx->arena, str_from(key));
}

enum err uploads_sweep_strays(struct ctx *ctx, int64_t *count)
{
    struct seen *s = arena_alloc(ctx->arena, sizeof(*s));
    time_t now = (time_t) (clock_wall_ms() / 1000);
    s->ctx = ctx;
    blobs_between(ctx->worker->config->uploads_dir, now - STRAY_DAYS * DAY_SECONDS,
                  now - DAY_SECONDS, see, s);
    remove_unknown(s);
    *count = s->removed;
    return s->err;
}
