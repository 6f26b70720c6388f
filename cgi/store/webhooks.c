#include "cgi/store/webhooks.h"

#include "cgi/store/answers.h"
#include "cgi/store/permission_columns.h"
#include "cgi/store/shapes.h"
#include "shared/crypto.h"
#include "shared/token.h"

enum { LIST_MAX = 15 * 500 };

// clang-format off
#define WEBHOOK_COLUMNS "w.id, w.server_id, w.channel_id, w.creator_id, w.name, w.avatar_url"
#define WEBHOOK_ACTIVE " JOIN servers s ON s.id = w.server_id AND s.state = 'active'"
/* All but its creator, whose name is in the server's database. */
#define WEBHOOK_BODY \
    "json_build_object('id', w.id, 'serverId', w.server_id, 'channelId', w.channel_id, 'name', w.name," \
    " 'avatarUrl', w.avatar_url, 'createdAt', " SHAPE_TIME("w.created_at") ")"
#define WEBHOOK_JSON \
    "(left(w.body, -1) || ',\"creator\":' || coalesce((SELECT " SHAPE_AUTHOR("p") "::text" \
    " FROM profiles p WHERE p.user_id = w.creator_id), 'null') || '}')::json"
// clang-format on

DB_STATEMENT(webhook_insert, REGISTRY,
    "INSERT INTO webhooks (server_id, channel_id, creator_id, name, avatar_url, token_hash)"
    " SELECT $1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::text"
    " WHERE (SELECT count(*) FROM webhooks WHERE server_id = $1::bigint AND channel_id = $2::bigint)"
    "  < $7::bigint RETURNING id");
DB_STATEMENT(webhook_find, REGISTRY,
    "SELECT " WEBHOOK_COLUMNS " FROM webhooks w"
    " WHERE w.id = $1::bigint AND w.server_id = $2::bigint");
DB_STATEMENT(webhook_by_token, REGISTRY,
    "SELECT " WEBHOOK_COLUMNS ", w.token_hash FROM webhooks w" WEBHOOK_ACTIVE " WHERE w.id = $1::bigint");
DB_STATEMENT(webhook_body, REGISTRY,
    "SELECT w.creator_id, " WEBHOOK_BODY " FROM webhooks w WHERE w.id = $1::bigint");
DB_STATEMENT(webhook_list, REGISTRY,
    "SELECT w.creator_id, " WEBHOOK_BODY " FROM webhooks w"
    " WHERE w.server_id = $1::bigint AND w.channel_id = ANY($2::bigint[])"
    " ORDER BY w.id LIMIT $3::bigint");
DB_STATEMENT(webhook_delete, REGISTRY,
    "DELETE FROM webhooks WHERE id = $1::bigint AND server_id = $2::bigint");
DB_STATEMENT(webhook_forget_channel, REGISTRY,
    "DELETE FROM webhooks WHERE server_id = $1::bigint AND channel_id = $2::bigint");
/* $1 bodies and $2 creators, in the same order. */
DB_STATEMENT(webhook_with_creators, SERVER,
    "SELECT coalesce(json_agg(" WEBHOOK_JSON " ORDER BY w.place), '[]')"
    " FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS w (body, creator_id, place)");
DB_STATEMENT(webhook_with_creator, SERVER,
    "SELECT " WEBHOOK_JSON " FROM (SELECT $1::text AS body, $2::bigint AS creator_id) w");
DB_STATEMENT(webhook_channels, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ", c.id"
    " FROM members m CROSS JOIN server s CROSS JOIN channels c"
    " " PERMISSION_CHANNEL_JOIN " WHERE m.user_id = $1::bigint ORDER BY c.id");

static struct db *registry_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_REGISTRY);
}

static void read_webhook(const struct db_rows *rows, struct webhook *out)
{
    *out = (struct webhook){
        .id = db_get_i64(rows, 0, 0),
        .server_id = db_get_i64(rows, 0, 1),
        .channel_id = db_get_i64(rows, 0, 2),
        .creator_id = db_get_i64(rows, 0, 3),
        .name = db_get(rows, 0, 4),
        .avatar_url = db_get(rows, 0, 5),
    };
}

enum err webhooks_insert(struct ctx *ctx, struct webhook *w, struct str token)
{
    struct db_rows rows;
    enum err err =
        db_run(registry_of(ctx), &webhook_insert,
               DB_ARGS(db_i64(w->server_id), db_i64(w->channel_id), db_i64(w->creator_id),
                       db_text(w->name), db_text_or_null(w->avatar_url),
                       db_text(token_hash(ctx->arena, token)), db_i64(WEBHOOKS_PER_CHANNEL_MAX)),
               &rows);
    err = answer_i64(err, &rows, &w->id);
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

enum err webhooks_find(struct ctx *ctx, int64_t server_id, int64_t webhook_id, struct webhook *out)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &webhook_find,
                          DB_ARGS(db_i64(webhook_id), db_i64(server_id)), &rows);
    err = answer_row(err, &rows);
    if (err == ERR_NONE)
        read_webhook(&rows, out);
    return err;
}

enum err webhooks_check(struct ctx *ctx, int64_t webhook_id, struct str token, struct webhook *out)
{
    struct db_rows rows;
    struct str given = token_hash(ctx->arena, token);
    enum err err = db_run(registry_of(ctx), &webhook_by_token, DB_ARGS(db_i64(webhook_id)), &rows);
    if (err != ERR_NONE)
        return err;
    bool is_known = rows.count > 0;
    struct str stored = is_known ? db_get(&rows, 0, 6) : token_hash(ctx->arena, STR(""));
    if (!crypto_secret_eq(given, stored) || !is_known)
        return ERR_NOT_FOUND;
    read_webhook(&rows, out);
    return ERR_NONE;
}

enum err webhooks_json(struct ctx *ctx, struct db *db, const struct webhook *webhook,
                       struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &webhook_body, DB_ARGS(db_i64(webhook->id)), &rows);
    err = answer_row(err, &rows);
    if (err == ERR_NONE)
        err = db_run(db, &webhook_with_creator,
                     DB_ARGS(db_text(db_get(&rows, 0, 1)), db_i64(webhook->creator_id)), &rows);
    return answer_text(err, &rows, json);
}

/* The channels whose webhooks the caller may manage, in the arena. */
static enum err manageable(struct ctx *ctx, struct db *db, int64_t **ids, size_t *count)
{
    const uint64_t needed = PERMISSION_VIEW_CHANNEL | PERMISSION_MANAGE_WEBHOOKS;
    struct db_rows rows;
    enum err err = db_run(db, &webhook_channels, DB_ARGS(db_i64(ctx->user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    *ids = arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(**ids));
    *count = 0;
    for (int i = 0; i < rows.count; i++) {
        struct permission_inputs inputs = {0};
        permission_read_base(&rows, i, 0, &inputs);
        permission_read_channel(&rows, i, PERMISSION_BASE_COUNT, &inputs);
        if ((permissions_resolve(&inputs) & needed) == needed)
            (*ids)[(*count)++] =
                db_get_i64(&rows, i, PERMISSION_BASE_COUNT + PERMISSION_CHANNEL_COUNT);
    }
    return ERR_NONE;
}

enum err webhooks_list_json(struct ctx *ctx, struct db *db, int64_t server_id, struct str *json)
{
    struct db_rows rows;
    int64_t *channels;
    size_t channel_count;
    enum err err = manageable(ctx, db, &channels, &channel_count);
    if (err == ERR_NONE)
        err = db_run(registry_of(ctx), &webhook_list,
                     DB_ARGS(db_i64(server_id), db_i64s(channels, channel_count), db_i64(LIST_MAX)),
                     &rows);
    if (err != ERR_NONE)
        return err;
    size_t count = (size_t) rows.count;
    struct str *bodies = arena_alloc(ctx->arena, (count + 1) * sizeof(*bodies));
    int64_t *creators = arena_alloc(ctx->arena, (count + 1) * sizeof(*creators));
    for (size_t i = 0; i < count; i++) {
        creators[i] = db_get_i64(&rows, (int) i, 0);
        bodies[i] = db_get(&rows, (int) i, 1);
    }
    err = db_run(db, &webhook_with_creators,
                 DB_ARGS(db_texts(bodies, count), db_i64s(creators, count)), &rows);
    return answer_text(err, &rows, json);
}

struct str webhooks_describe(struct ctx *ctx, const struct webhook *w)
{
    struct buf out;
    buf_init(&out, 16 * 1024);
    buf_add_char(&out, '{');
    json_add_text(&out, "name", w->name);
    json_add_i64(&out, "channelId", w->channel_id);
    if (w->avatar_url.ptr)
        json_add_text(&out, "avatarUrl", w->avatar_url);
    buf_add_char(&out, '}');
    struct str json = arena_str(ctx->arena, buf_str(&out));
    buf_cleanup(&out);
    return json;
}

enum err webhooks_remove(struct ctx *ctx, int64_t server_id, int64_t webhook_id)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &webhook_delete,
                          DB_ARGS(db_i64(webhook_id), db_i64(server_id)), &rows);
    return err == ERR_NONE && rows.affected == 0 ? ERR_NOT_FOUND : err;
}

enum err webhooks_forget_channel(struct ctx *ctx, int64_t server_id, int64_t channel_id)
{
    return db_run(registry_of(ctx), &webhook_forget_channel,
                  DB_ARGS(db_i64(server_id), db_i64(channel_id)), NULL);
}
