#include "cgi/store/memberships.h"

#include "cgi/store/answers.h"

DB_STATEMENT(
    membership_servers, REGISTRY,
    "SELECT m.server_id FROM memberships m JOIN servers s ON s.id = m.server_id"
    " WHERE m.user_id = $1::bigint AND s.state = 'active' ORDER BY m.joined_at, m.server_id");
DB_STATEMENT(
    membership_add, REGISTRY,
    "WITH added AS (INSERT INTO memberships (server_id, user_id) VALUES ($1::bigint, $2::bigint)"
    "  ON CONFLICT DO NOTHING RETURNING server_id)"
    " UPDATE servers s SET member_count = s.member_count + 1 FROM added WHERE s.id = "
    "added.server_id");
DB_STATEMENT(
    membership_remove, REGISTRY,
    "WITH removed AS (DELETE FROM memberships WHERE server_id = $1::bigint AND user_id = $2::bigint"
    "  RETURNING server_id),"
    " former AS (INSERT INTO former_memberships (user_id, server_id)"
    "  SELECT $2::bigint, server_id FROM removed ON CONFLICT DO NOTHING)"
    " UPDATE servers s SET member_count = s.member_count - 1 FROM removed WHERE s.id = "
    "removed.server_id");

DB_STATEMENT(membership_former, REGISTRY,
    "SELECT f.server_id FROM former_memberships f JOIN servers s ON s.id = f.server_id"
    " WHERE f.user_id = $1::bigint AND s.state = 'active' ORDER BY f.server_id");

static struct db *registry_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_REGISTRY);
}

enum err memberships_of(struct ctx *ctx, int64_t user_id, const int64_t **server_ids, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &membership_servers, DB_ARGS(db_i64(user_id)), &rows);
    return answer_ids(ctx, err, &rows, server_ids, count);
}

enum err memberships_former(struct ctx *ctx, int64_t user_id, const int64_t **server_ids,
                            size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &membership_former, DB_ARGS(db_i64(user_id)), &rows);
    return answer_ids(ctx, err, &rows, server_ids, count);
}

enum err memberships_add(struct ctx *ctx, int64_t server_id, int64_t user_id, bool *added)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &membership_add,
                          DB_ARGS(db_i64(server_id), db_i64(user_id)), &rows);
    *added = err == ERR_NONE && rows.affected > 0;
    return err;
}

enum err memberships_remove(struct ctx *ctx, int64_t server_id, int64_t user_id, bool *was_there)
{
    struct db_rows rows;
    enum err err = db_run(registry_of(ctx), &membership_remove,
                          DB_ARGS(db_i64(server_id), db_i64(user_id)), &rows);
    *was_there = err == ERR_NONE && rows.affected > 0;
    return err;
}
