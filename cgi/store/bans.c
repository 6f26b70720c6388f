#include "cgi/store/bans.h"

#include "cgi/store/answers.h"
#include "cgi/store/messages_gone.h"
#include "cgi/store/shapes.h"

// clang-format off
#define BAN_JSON \
    "json_build_object('user', " SHAPE_AUTHOR("p") ", 'reason', b.reason," \
    " 'bannedBy', " SHAPE_AUTHOR("bp") ", 'createdAt', " SHAPE_TIME("b.created_at") ")"
#define BAN_JOIN \
    " JOIN profiles p ON p.user_id = b.user_id LEFT JOIN profiles bp ON bp.user_id = b.banned_by"
// clang-format on

/* What the audit log keeps of a ban. */
#define BAN_AUDIT(b) "json_strip_nulls(json_build_object('reason', " b ".reason))"

DB_STATEMENT(ban_find, SERVER, "SELECT 1 FROM bans WHERE user_id = $1::bigint");
DB_STATEMENT(ban_get, SERVER,
    "SELECT " BAN_JSON " FROM bans b" BAN_JOIN " WHERE b.user_id = $1::bigint");
/* $1 before, $2 how many, $3 after, $4 how many. */
DB_STATEMENT(ban_list, SERVER,
    "SELECT coalesce(json_agg(" BAN_JSON " ORDER BY b.user_id), '[]') FROM ("
    "(SELECT * FROM bans o WHERE o.user_id < $1::bigint ORDER BY o.user_id DESC LIMIT $2::bigint)"
    " UNION ALL"
    " (SELECT * FROM bans n WHERE n.user_id > $3::bigint ORDER BY n.user_id LIMIT $4::bigint)"
    ") b" BAN_JOIN);
DB_STATEMENT(ban_insert, SERVER,
    "WITH old AS (SELECT reason FROM bans WHERE user_id = $1::bigint),"
    " stored AS (INSERT INTO bans AS b (user_id, banned_by, reason)"
    "  VALUES ($1::bigint, $2::bigint, $3::text)"
    "  ON CONFLICT (user_id) DO UPDATE SET reason = coalesce(excluded.reason, b.reason)"
    "  RETURNING b.reason)"
    " SELECT (SELECT " BAN_AUDIT("old") " FROM old), " BAN_AUDIT("stored") " FROM stored");
DB_STATEMENT(ban_delete, SERVER,
    "DELETE FROM bans b WHERE b.user_id = $1::bigint RETURNING " BAN_AUDIT("b"));
/* $1 author, $2 hours, $3 server. */
DB_STATEMENT(ban_delete_messages, SERVER,
    MESSAGES_GONE("m.author_id = $1::bigint"
                  " AND m.created_at > now() - make_interval(hours => $2::bigint::integer)") ","
    " parts AS (SELECT channel_id, id, (row_number() OVER (PARTITION BY channel_id ORDER BY id) - 1) / 1000"
    "  AS part FROM gone)"
    " SELECT parts.channel_id, c.is_open, json_build_object('serverId', $3::bigint,"
    "  'channelId', parts.channel_id, 'ids', json_agg(parts.id ORDER BY parts.id))"
    " FROM parts JOIN channels c ON c.id = parts.channel_id"
    " GROUP BY parts.channel_id, c.is_open, parts.part ORDER BY parts.channel_id, parts.part");

enum err bans_check(struct db *db, int64_t user_id)
{
    struct db_rows rows;
    enum err err = db_run(db, &ban_find, DB_ARGS(db_i64(user_id)), &rows);
    return err == ERR_NONE && rows.count > 0 ? ERR_BANNED : err;
}

enum err bans_list_json(struct db *db, const struct page *page, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &ban_list,
                          DB_ARGS(db_i64(page->before_id), db_i64(page->older),
                                  db_i64(page->after_id), db_i64(page->newer)),
                          &rows);
    return answer_text(err, &rows, json);
}

enum err bans_get_json(struct db *db, int64_t user_id, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &ban_get, DB_ARGS(db_i64(user_id)), &rows);
    return answer_text(err, &rows, json);
}

enum err bans_insert(struct ctx *ctx, struct db *db, const struct profile *whom, struct str reason,
                     struct str *before, struct str *after)
{
    struct db_rows rows;
    enum err err = profiles_upsert(db, whom);
    if (err == ERR_NONE)
        err = db_run(db, &ban_insert,
                     DB_ARGS(db_i64(whom->user_id), db_i64(ctx->user_id), db_text_or_null(reason)),
                     &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    *before = db_get(&rows, 0, 0);
    *after = db_get(&rows, 0, 1);
    return ERR_NONE;
}

enum err bans_remove(struct db *db, int64_t user_id, struct str *before)
{
    struct db_rows rows;
    enum err err = db_run(db, &ban_delete, DB_ARGS(db_i64(user_id)), &rows);
    return answer_text(err, &rows, before);
}

enum err bans_delete_messages(struct db *db, int64_t server_id, int64_t user_id, int64_t hours,
                              struct deleted_messages *out)
{
    return db_run(db, &ban_delete_messages,
                  DB_ARGS(db_i64(user_id), db_i64(hours), db_i64(server_id)), &out->rows);
}
