#include "cgi/store/emojis.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

// clang-format off
#define SHAPE_EMOJI(e, p) \
    "json_build_object('id', " e ".id, 'name', " e ".name, 'url', " e ".url, 'animated', " e ".animated," \
    " 'creator', " SHAPE_AUTHOR(p) ", 'createdAt', " SHAPE_TIME(e ".created_at") ")"
// clang-format on

DB_STATEMENT(emoji_list, SERVER,
    "SELECT coalesce(json_agg(" SHAPE_EMOJI("e", "p") " ORDER BY e.id), '[]') FROM emojis e"
    " JOIN profiles p ON p.user_id = e.creator_id");
DB_STATEMENT(emoji_insert, SERVER,
    "WITH e AS (INSERT INTO emojis (name, url, animated, creator_id)"
    "  SELECT $2::text, $3::text, $4::boolean, $1::bigint WHERE (SELECT count(*) FROM emojis) < $5::bigint RETURNING *)"
    " SELECT e.id, " SHAPE_EMOJI("e", "p") " FROM e JOIN profiles p ON p.user_id = e.creator_id");
DB_STATEMENT(emoji_delete, SERVER,
    "WITH e AS (DELETE FROM emojis WHERE id = $1::bigint RETURNING *)"
    " SELECT e.url, " SHAPE_EMOJI("e", "p") " FROM e JOIN profiles p ON p.user_id = e.creator_id");

enum err emojis_list_json(struct db *db, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &emoji_list, DB_NO_ARGS, &rows);
    return answer_text(err, &rows, json);
}

enum err emojis_insert(struct ctx *ctx, struct db *db, struct str name, struct str url,
                       bool animated, int64_t most, int64_t *emoji_id, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(
        db, &emoji_insert,
        DB_ARGS(db_i64(ctx->user_id), db_text(name), db_text(url), db_bool(animated), db_i64(most)),
        &rows);
    if (err != ERR_NONE)
        return err;
    if (rows.count == 0)
        return ERR_TOO_MANY_EMOJIS;
    *emoji_id = db_get_i64(&rows, 0, 0);
    *json = db_get(&rows, 0, 1);
    return ERR_NONE;
}

enum err emojis_remove(struct db *db, int64_t emoji_id, struct str *url, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &emoji_delete, DB_ARGS(db_i64(emoji_id)), &rows);
    err = answer_text(err, &rows, url);
    if (err == ERR_NONE)
        *json = db_get(&rows, 0, 1);
    return err;
}
