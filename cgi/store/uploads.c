#include "cgi/store/uploads.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

/* Those of one user are counted by one at a time. */
DB_STATEMENT(upload_lock, REGISTRY, "SELECT pg_advisory_xact_lock(hashtextextended('uploads', $1::bigint))");
DB_STATEMENT(upload_room, REGISTRY,
    "SELECT count(*) < $2::bigint AND coalesce(sum(size), 0) + $4::bigint <= $3::bigint FROM uploads"
    " WHERE user_id = $1::bigint AND place IS NULL AND dropped_at IS NULL");
DB_STATEMENT(upload_insert, REGISTRY,
    "INSERT INTO uploads AS u (user_id, key, url, thumbnail_url, file_name, content_type, size, width, height, animated)"
    " SELECT $1::bigint, $4::text, $5::text, $6::text, $7::text, $8::text, $9::bigint, $10::bigint::integer,"
    "  $11::bigint::integer, $12::boolean"
    " FROM (SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM uploads"
    "  WHERE user_id = $1::bigint AND place IS NULL AND dropped_at IS NULL) waiting"
    " WHERE waiting.files < $2::bigint AND waiting.bytes + $9::bigint <= $3::bigint"
    " RETURNING " SHAPE_ATTACHMENT("u"));
DB_STATEMENT(upload_drop_unnamed, REGISTRY,
    "UPDATE uploads SET dropped_at = now() WHERE id = $2::bigint AND user_id = $1::bigint AND place IS NULL"
    " AND dropped_at IS NULL RETURNING id");
DB_STATEMENT(upload_find, REGISTRY,
    "SELECT id, user_id, place, thumbnail_url, file_name, content_type, size FROM uploads"
    " WHERE key = $1::text AND dropped_at IS NULL");
DB_STATEMENT(attachment_of_channel, SERVER,
    "SELECT m.deleted_at IS NULL FROM attachments a JOIN messages m ON m.id = a.message_id"
    " WHERE a.id = $1::bigint AND m.channel_id = $2::bigint");
DB_STATEMENT(attachment_of_conversation, DMS,
    "SELECT m.deleted_at IS NULL AND t.user_id IS NOT NULL FROM attachments a JOIN messages m ON m.id = a.message_id"
    " LEFT JOIN participants t ON t.conversation_id = m.conversation_id AND t.user_id = $3::bigint"
    " WHERE a.id = $1::bigint AND m.conversation_id = $2::bigint");

/* $1 user, $2 ids, $3 place. */
DB_STATEMENT(upload_claim, REGISTRY,
    "WITH free AS (SELECT id FROM uploads WHERE id = ANY($2::bigint[]) AND user_id = $1::bigint AND dropped_at IS NULL"
    "  AND (place IS NULL OR place = $3::text) ORDER BY id FOR UPDATE),"
    " mine AS (UPDATE uploads SET place = $3::text, checked_at = now() WHERE id IN (SELECT id FROM free)"
    "  AND (SELECT count(*) FROM free) = cardinality($2::bigint[])"
    "  RETURNING id, array_position($2::bigint[], id) AS position, url, thumbnail_url, file_name, content_type, size, width, height)"
    " SELECT json_agg(mine ORDER BY position) FROM mine");
DB_STATEMENT(upload_unclaim, REGISTRY,
    "UPDATE uploads SET place = NULL WHERE id = ANY($2::bigint[]) AND user_id = $1::bigint AND place = $3::text AND NOT is_bound");
DB_STATEMENT(upload_bind, REGISTRY,
    "UPDATE uploads SET is_bound = true WHERE id = ANY($2::bigint[]) AND user_id = $1::bigint AND place = $3::text");

DB_STATEMENT(upload_claim_picture, REGISTRY,
    "UPDATE uploads SET place = $3::text, checked_at = now() WHERE id = $2::bigint AND user_id = $1::bigint AND place IS NULL"
    " AND dropped_at IS NULL AND width IS NOT NULL RETURNING key, content_type");
DB_STATEMENT(upload_publish, REGISTRY,
    "UPDATE uploads SET url = $4::text, thumbnail_url = NULL, size = $5::bigint, content_type = 'image/webp',"
    " file_name = regexp_replace($4::text, '.*/', '') WHERE id = $2::bigint AND user_id = $1::bigint AND place = $3::text");
DB_STATEMENT(upload_drop_public, REGISTRY,
    "UPDATE uploads SET dropped_at = now() WHERE place = $1::text AND url = $2::text AND dropped_at IS NULL");

static struct db *registry_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_REGISTRY);
}

enum err uploads_check_room(struct ctx *ctx, const struct upload_bounds *bounds, int64_t size)
{
    struct db_rows rows;
    enum err err = db_run(
        registry_of(ctx), &upload_room,
        DB_ARGS(db_i64(ctx->user_id), db_i64(bounds->count), db_i64(bounds->bytes), db_i64(size)),
        &rows);
    return err == ERR_NONE && !db_get_bool(&rows, 0, 0) ? ERR_TOO_MANY_FILES : err;
}

enum err uploads_insert(struct ctx *ctx, const struct upload_draft *d,
                        const struct upload_bounds *bounds, struct str *json)
{
    struct db_rows rows;
    struct db *db = registry_of(ctx);
    db_send_joined(db, &upload_lock, DB_ARGS(db_i64(ctx->user_id)));
    db_send(db, &upload_insert,
            DB_ARGS(db_i64(ctx->user_id), db_i64(bounds->count), db_i64(bounds->bytes),
                    db_text(d->key), db_text(d->url), db_text_or_null(d->thumbnail_url),
                    db_text(d->file_name), db_text(d->content_type), db_i64(d->size),
                    db_id_or_null(d->width), db_id_or_null(d->height), db_bool(d->animated)));
    enum err lock_err = db_next(db, NULL), err = db_next(db, &rows);
    if (lock_err != ERR_NONE || err != ERR_NONE)
        return lock_err != ERR_NONE ? lock_err : err;
    if (rows.count == 0)
        return ERR_TOO_MANY_FILES;
    *json = db_get(&rows, 0, 0);
    return ERR_NONE;
}

enum err uploads_drop_unnamed(struct ctx *ctx, int64_t upload_id)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &upload_drop_unnamed,
                          DB_ARGS(db_i64(ctx->user_id), db_i64(upload_id)), &rows);
    return answer_row(err, &rows);
}

/* channel:S:C, conversation:C; all others are for everybody. */
static void read_place(struct str place, struct upload *out)
{
    struct str kind = str_cut(&place, ':');
    if (str_eq(kind, STR("channel"))) {
        out->place = UPLOAD_IN_CHANNEL;
        str_to_i64(str_cut(&place, ':'), &out->server_id);
        str_to_i64(place, &out->channel_id);
    } else if (str_eq(kind, STR("conversation"))) {
        out->place = UPLOAD_IN_CONVERSATION;
        str_to_i64(place, &out->conversation_id);
    } else {
        out->place = UPLOAD_PUBLIC;
    }
}

enum err uploads_find(struct ctx *ctx, struct str key, struct upload *out)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &upload_find, DB_ARGS(db_text(key)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    *out = (struct upload){
        .id = db_get_i64(&rows, 0, 0),
        .user_id = db_get_i64(&rows, 0, 1),
        .thumbnail_url = db_get(&rows, 0, 3),
        .file_name = db_get(&rows, 0, 4),
        .content_type = db_get(&rows, 0, 5),
        .size = db_get_i64(&rows, 0, 6),
    };
    if (!db_is_null(&rows, 0, 2))
        read_place(db_get(&rows, 0, 2), out);
    return ERR_NONE;
}

static enum err read_naming(enum err err, const struct db_rows *rows, bool *is_named,
                            bool *is_stored)
{
    *is_stored = err == ERR_NONE && rows->count > 0;
    *is_named = *is_stored && db_get_bool(rows, 0, 0);
    return err;
}

enum err uploads_channel_names(struct db *db, const struct upload *upload, bool *is_named,
                               bool *is_stored)
{
    struct db_rows rows;
    enum err err = db_run(db, &attachment_of_channel,
                          DB_ARGS(db_i64(upload->id), db_i64(upload->channel_id)), &rows);
    return read_naming(err, &rows, is_named, is_stored);
}

enum err uploads_conversation_names(struct ctx *ctx, const struct upload *upload, bool *is_named,
                                    bool *is_stored)
{
    struct db_rows rows;
    enum err err = db_run(
        databases_get(ctx->worker->databases, DB_DMS), &attachment_of_conversation,
        DB_ARGS(db_i64(upload->id), db_i64(upload->conversation_id), db_i64(ctx->user_id)), &rows);
    return read_naming(err, &rows, is_named, is_stored);
}

/* --- for messages ------------------------------------------------------------------------------
 */

struct str uploads_channel_place(struct ctx *ctx, int64_t server_id, int64_t channel_id)
{
    return arena_printf(ctx->arena, "channel:%lld:%lld", (long long) server_id,
                        (long long) channel_id);
}

struct str uploads_conversation_place(struct ctx *ctx, int64_t conversation_id)
{
    return arena_printf(ctx->arena, "conversation:%lld", (long long) conversation_id);
}

enum err uploads_claim(struct ctx *ctx, struct str place, const int64_t *ids, size_t count,
                       struct str *json)
{
    struct db_rows rows;
    enum err err =
        db_run(registry_of(ctx), &upload_claim,
               DB_ARGS(db_i64(ctx->user_id), db_i64s(ids, count), db_text(place)), &rows);
    if (err != ERR_NONE)
        return err;
    *json = db_get(&rows, 0, 0);
    return json->ptr ? ERR_NONE : ERR_CONFLICT;
}

void uploads_unclaim(struct ctx *ctx, struct str place, const int64_t *ids, size_t count)
{
    db_run(registry_of(ctx), &upload_unclaim,
           DB_ARGS(db_i64(ctx->user_id), db_i64s(ids, count), db_text(place)), NULL);
}

void uploads_bind(struct ctx *ctx, struct str place, const int64_t *ids, size_t count)
{
    db_run(registry_of(ctx), &upload_bind,
           DB_ARGS(db_i64(ctx->user_id), db_i64s(ids, count), db_text(place)), NULL);
}

/* --- for everybody -----------------------------------------------------------------------------
 */

enum err uploads_claim_picture(struct ctx *ctx, int64_t upload_id, struct str place,
                               struct str *key, struct str *content_type)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &upload_claim_picture,
                          DB_ARGS(db_i64(ctx->user_id), db_i64(upload_id), db_text(place)), &rows);
    err = answer_text(err, &rows, key);
    if (err == ERR_NONE)
        *content_type = db_get(&rows, 0, 1);
    return err;
}

enum err uploads_publish(struct ctx *ctx, int64_t upload_id, struct str place, struct str url,
                         int64_t size)
{
    return db_run(registry_of(ctx), &upload_publish,
                  DB_ARGS(db_i64(ctx->user_id), db_i64(upload_id), db_text(place), db_text(url),
                          db_i64(size)),
                  NULL);
}

void uploads_drop_public(struct ctx *ctx, struct str place, struct str url)
{
    if (url.len > 0)
        db_run(registry_of(ctx), &upload_drop_public, DB_ARGS(db_text(place), db_text(url)), NULL);
}
