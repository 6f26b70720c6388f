#include "cgi/store/pins.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

DB_STATEMENT(pin_list, SERVER,
    "SELECT concat('[', string_agg(" SHAPE_TEXT_MESSAGE("m", "p", "$2::bigint", "$3::bigint")
    ", ',' ORDER BY m.pinned_at DESC, m.id DESC), ']')"
    " FROM messages m LEFT JOIN profiles p ON p.user_id = m.author_id"
    " WHERE m.channel_id = $1::bigint AND m.pinned_at IS NOT NULL AND m.deleted_at IS NULL");
/* $1 channel, $2 message, $3 whether it is to be pinned. */
DB_STATEMENT(pin_set, SERVER,
    "WITH verdict AS (SELECT m.id, CASE WHEN (m.pinned_at IS NOT NULL) = $3::boolean THEN 1"
    "   WHEN $3::boolean AND (SELECT count(*) FROM messages o WHERE o.channel_id = $1::bigint"
    "    AND o.pinned_at IS NOT NULL AND o.deleted_at IS NULL) >= 50 THEN 2 ELSE 0 END AS result"
    "  FROM messages m"
    "  WHERE m.id = $2::bigint AND m.channel_id = $1::bigint AND m.deleted_at IS NULL),"
    " changed AS (UPDATE messages m SET pinned_at = CASE WHEN $3::boolean THEN clock_timestamp() END"
    "  FROM verdict WHERE m.id = verdict.id AND verdict.result = 0)"
    " SELECT result FROM verdict");

enum err pins_list_json(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                        struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(
        db, &pin_list, DB_ARGS(db_i64(channel_id), db_i64(server_id), db_i64(ctx->user_id)), &rows);
    return answer_text(err, &rows, json);
}

enum err pins_set(struct db *db, int64_t channel_id, int64_t message_id, bool is_pinned,
                  enum pin_result *out)
{
    struct db_rows rows;
    int64_t result = 0;
    enum err err = db_run(
        db, &pin_set, DB_ARGS(db_i64(channel_id), db_i64(message_id), db_bool(is_pinned)), &rows);
    err = answer_i64(err, &rows, &result);
    *out = (enum pin_result) result;
    return err;
}
