#include "cgi/store/members.h"

#include "cgi/store/answers.h"
#include "cgi/store/permission_columns.h"
#include "cgi/store/shapes.h"

DB_STATEMENT(member_standing, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ","
    " coalesce((SELECT max(r.position) FROM member_roles mr JOIN roles r ON r.id = mr.role_id"
    "  WHERE mr.user_id = m.user_id), 0)"
    " FROM members m CROSS JOIN server s WHERE m.user_id = $1::bigint");
DB_STATEMENT(member_add, SERVER,
    "WITH joined AS (INSERT INTO members (user_id, timeout_until)"
    "  SELECT $1::bigint, (SELECT timeout_until FROM left_timeouts WHERE user_id = $1::bigint)"
    "  ON CONFLICT DO NOTHING RETURNING user_id),"
    " kept AS (DELETE FROM left_timeouts t USING joined WHERE t.user_id = joined.user_id),"
    " seen AS (INSERT INTO read_states (channel_id, user_id, last_read_id, read_count, everyone_read_count)"
    "  SELECT c.id, joined.user_id, coalesce(c.last_message_id, 0), c.message_count, c.everyone_count"
    "  FROM channels c CROSS JOIN joined)"
    " SELECT count(*) FROM joined");
DB_STATEMENT(member_remove, SERVER,
    "WITH gone AS (DELETE FROM members WHERE user_id = $1::bigint RETURNING user_id, timeout_until),"
    " kept AS (INSERT INTO left_timeouts (user_id, timeout_until)"
    "  SELECT user_id, timeout_until FROM gone WHERE timeout_until > now()"
    "  ON CONFLICT (user_id) DO UPDATE SET timeout_until = excluded.timeout_until)"
    " SELECT count(*) FROM gone");

// clang-format off
/* What PATCH may change of a member. */
#define MEMBER_CHANGEABLE \
    "'nickname', m.nickname, 'roles', (SELECT coalesce(json_agg(mr.role_id ORDER BY mr.role_id), '[]')" \
    " FROM member_roles mr WHERE mr.user_id = m.user_id), 'timeoutUntil'," \
    " CASE WHEN m.timeout_until > now() THEN " SHAPE_TIME("m.timeout_until") " END"
/* The members of a member's JSON behind its user. */
#define MEMBER_BODY \
    "json_build_object(" MEMBER_CHANGEABLE ", 'joinedAt', " SHAPE_TIME("m.joined_at") ")"
// clang-format on
/* As PAGE_STATEMENT: $1 before, $2 how many, $3 after, $4 how many. */
DB_STATEMENT(member_list, SERVER,
             "SELECT m.user_id, " MEMBER_BODY " FROM ("
             "(SELECT * FROM members o WHERE o.user_id < $1::bigint ORDER BY o.user_id DESC"
             "  LIMIT $2::bigint)"
             " UNION ALL"
             " (SELECT * FROM members n WHERE n.user_id > $3::bigint ORDER BY n.user_id"
             "  LIMIT $4::bigint)) m ORDER BY m.user_id");
DB_STATEMENT(member_get, SERVER,
             "SELECT m.user_id, " MEMBER_BODY " FROM members m WHERE m.user_id = $1::bigint");
DB_STATEMENT(member_describe, SERVER,
    "SELECT json_build_object(" MEMBER_CHANGEABLE ") FROM members m WHERE m.user_id = $1::bigint");
DB_STATEMENT(member_roles, SERVER,
    "SELECT role_id FROM member_roles WHERE user_id = $1::bigint ORDER BY role_id");
/* $1 whom; $2, $4, $6 whether to change $3 nickname, $5 timeout, $7 roles. */
DB_STATEMENT(member_update, SERVER,
    "WITH changed AS (UPDATE members SET"
    "  nickname = CASE WHEN $2::boolean THEN $3::text ELSE nickname END,"
    "  timeout_until = CASE WHEN $4::boolean THEN to_timestamp($5::bigint / 1000.0) ELSE timeout_until END"
    "  WHERE user_id = $1::bigint),"
    " taken AS (DELETE FROM member_roles WHERE $6::boolean AND user_id = $1::bigint"
    "  AND role_id <> ALL ($7::bigint[]))"
    " INSERT INTO member_roles (user_id, role_id) SELECT $1::bigint, given.id"
    "  FROM unnest($7::bigint[]) AS given (id) WHERE $6::boolean ON CONFLICT DO NOTHING");

enum err members_standing(struct db *db, int64_t user_id, struct member_standing *out)
{
    struct db_rows rows;
    enum err err = db_run(db, &member_standing, DB_ARGS(db_i64(user_id)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    *out = (struct member_standing){0};
    permission_read_base(&rows, 0, 0, &out->inputs);
    out->highest_position = db_get_i64(&rows, 0, PERMISSION_BASE_COUNT);
    return ERR_NONE;
}

enum err members_add(struct db *db, const struct profile *profile, bool *joined)
{
    struct db_rows rows;
    enum err err = profiles_upsert(db, profile);
    if (err == ERR_NONE)
        err = db_run(db, &member_add, DB_ARGS(db_i64(profile->user_id)), &rows);
    *joined = err == ERR_NONE && db_get_i64(&rows, 0, 0) > 0;
    return err;
}

static enum err describe(struct db *db, int64_t user_id, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &member_describe, DB_ARGS(db_i64(user_id)), &rows);
    return answer_text(err, &rows, json);
}

enum err members_update(struct db *db, int64_t user_id, const struct member_patch *p,
                        struct str *before, struct str *after)
{
    enum err err = describe(db, user_id, before);
    if (err == ERR_NONE)
        err =
            db_run(db, &member_update,
                   DB_ARGS(db_i64(user_id), db_bool(p->has_nickname), db_text_or_null(p->nickname),
                           db_bool(p->has_timeout), db_id_or_null(p->timeout_ms),
                           db_bool(p->has_roles), db_i64s(p->roles, p->role_count)),
                   NULL);
    return err == ERR_NONE ? describe(db, user_id, after) : err;
}

enum err members_roles(struct ctx *ctx, struct db *db, int64_t user_id, const int64_t **ids,
                       size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(db, &member_roles, DB_ARGS(db_i64(user_id)), &rows);
    return answer_ids(ctx, err, &rows, ids, count);
}

enum err members_remove(struct db *db, int64_t user_id, bool *was_there)
{
    struct db_rows rows;
    enum err err = db_run(db, &member_remove, DB_ARGS(db_i64(user_id)), &rows);
    *was_there = err == ERR_NONE && db_get_i64(&rows, 0, 0) > 0;
    return err;
}

/* Put users and membership together. Members whose account is gone are left out. */
static enum err join_users(struct ctx *ctx, int64_t viewer_id, const struct db_rows *rows,
                           struct buf *out)
{
    struct user_list users;
    int64_t *ids = arena_alloc(ctx->arena, ((size_t) rows->count + 1) * sizeof(*ids));
    for (int i = 0; i < rows->count; i++)
        ids[i] = db_get_i64(rows, i, 0);
    enum err err = users_load(ctx, viewer_id, ids, (size_t) rows->count, &users);
    for (int i = 0; err == ERR_NONE && i < rows->count; i++) {
        struct str user = users_in(&users, ids[i]), body = db_get(rows, i, 1);
        if (user.len == 0)
            continue;
        if (out->len > 0)
            buf_add_char(out, ',');
        buf_add_char(out, '{');
        json_add_raw(out, "user", user);
        buf_add_char(out, ',');
        buf_add(out, str_slice(body, 1, body.len));
    }
    return err;
}

enum err members_list_json(struct ctx *ctx, struct db *db, const struct page *page,
                           struct str *json)
{
    struct db_rows rows;
    struct buf list;
    enum err err = db_run(db, &member_list,
                          DB_ARGS(db_i64(page->before_id), db_i64(page->older),
                                  db_i64(page->after_id), db_i64(page->newer)),
                          &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&list, 1024 * 1024);
    err = join_users(ctx, ctx->user_id, &rows, &list);
    *json = arena_printf(ctx->arena, "[%.*s]", STR_FMT(buf_str(&list)));
    buf_cleanup(&list);
    return err;
}

enum err members_get_json(struct ctx *ctx, struct db *db, int64_t viewer_id, int64_t user_id,
                          struct str *json)
{
    struct db_rows rows;
    struct buf one;
    enum err err = db_run(db, &member_get, DB_ARGS(db_i64(user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&one, 64 * 1024);
    err = join_users(ctx, viewer_id, &rows, &one);
    *json = arena_str(ctx->arena, buf_str(&one));
    if (err == ERR_NONE && one.len == 0)
        err = ERR_NOT_FOUND;
    buf_cleanup(&one);
    return err;
}
