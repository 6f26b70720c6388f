#include "cgi/store/rights.h"

DB_STATEMENT(rights_roles, SERVER,
    "SELECT r.id, r.position, r.permissions, r.is_everyone FROM roles r ORDER BY r.id");
DB_STATEMENT(rights_overwrites, SERVER,
    "SELECT o.channel_id, o.target_type = 'role', o.target_id, o.allow, o.deny"
    " FROM overwrites o ORDER BY o.channel_id");

/* One row for each role of a member, one with NULL for who has none. */
#define MEMBER_ROWS                                                                                \
    "SELECT m.user_id, m.user_id = s.owner_id, coalesce(m.timeout_until > now(), false), "         \
    "mr.role_id"                                                                                   \
    " FROM members m CROSS JOIN server s LEFT JOIN member_roles mr ON mr.user_id = m.user_id"
DB_STATEMENT(rights_members, SERVER,
    MEMBER_ROWS " WHERE m.user_id = ANY($1::bigint[]) ORDER BY m.user_id");
DB_STATEMENT(rights_all_members, SERVER, MEMBER_ROWS " ORDER BY m.user_id");

DB_STATEMENT(rights_openness, SERVER, "SELECT c.id, c.is_open FROM channels c");
DB_STATEMENT(rights_open, SERVER,
    "UPDATE channels c SET is_open = NOT c.is_open WHERE c.id = ANY($1::bigint[])");

static enum err load_roles(struct ctx *ctx, struct db *db, struct permission_lists *out)
{
    struct db_rows rows;
    enum err err = db_run(db, &rights_roles, DB_NO_ARGS, &rows);
    if (err != ERR_NONE)
        return err;
    struct permission_role *roles =
        arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*roles));
    for (int i = 0; i < rows.count; i++)
        roles[i] = (struct permission_role){
            .id = db_get_i64(&rows, i, 0),
            .position = db_get_i64(&rows, i, 1),
            .permissions = (uint64_t) db_get_i64(&rows, i, 2),
            .is_everyone = db_get_bool(&rows, i, 3),
        };
    out->roles = roles;
    out->role_count = (size_t) rows.count;
    return ERR_NONE;
}

static enum err load_overwrites(struct ctx *ctx, struct db *db, struct permission_lists *out)
{
    struct db_rows rows;
    enum err err = db_run(db, &rights_overwrites, DB_NO_ARGS, &rows);
    if (err != ERR_NONE)
        return err;
    struct permission_overwrite *overwrites =
        arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*overwrites));
    for (int i = 0; i < rows.count; i++)
        overwrites[i] = (struct permission_overwrite){
            .channel_id = db_get_i64(&rows, i, 0),
            .is_role = db_get_bool(&rows, i, 1),
            .target_id = db_get_i64(&rows, i, 2),
            .allow = (uint64_t) db_get_i64(&rows, i, 3),
            .deny = (uint64_t) db_get_i64(&rows, i, 4),
        };
    out->overwrites = overwrites;
    out->overwrite_count = (size_t) rows.count;
    return ERR_NONE;
}

enum err rights_load(struct ctx *ctx, struct db *db, struct permission_lists *out)
{
    *out = (struct permission_lists){0};
    enum err err = load_roles(ctx, db, out);
    return err == ERR_NONE ? load_overwrites(ctx, db, out) : err;
}

static void read_members(struct ctx *ctx, const struct db_rows *rows,
                         const struct permission_member **members, size_t *member_count)
{
    struct permission_member *list =
        arena_alloc(ctx->arena, ((size_t) rows->count + 1) * sizeof(*list));
    int64_t *role_ids = arena_alloc(ctx->arena, ((size_t) rows->count + 1) * sizeof(*role_ids));
    size_t count = 0;
    for (int i = 0; i < rows->count; i++) {
        int64_t user_id = db_get_i64(rows, i, 0);
        if (count == 0 || list[count - 1].user_id != user_id)
            list[count++] = (struct permission_member){
                .user_id = user_id,
                .is_owner = db_get_bool(rows, i, 1),
                .is_timed_out = db_get_bool(rows, i, 2),
                .role_ids = &role_ids[i],
            };
        if (!db_is_null(rows, i, 3)) {
            role_ids[i] = db_get_i64(rows, i, 3);
            list[count - 1].role_count++;
        }
    }
    *members = list;
    *member_count = count;
}

enum err rights_load_members(struct ctx *ctx, struct db *db, const int64_t *user_ids, size_t count,
                             const struct permission_member **members, size_t *member_count)
{
    struct db_rows rows;
    enum err err = db_run(db, &rights_members, DB_ARGS(db_i64s(user_ids, count)), &rows);
    if (err == ERR_NONE)
        read_members(ctx, &rows, members, member_count);
    return err;
}

enum err rights_load_all_members(struct ctx *ctx, struct db *db,
                                 const struct permission_member **members, size_t *member_count)
{
    struct db_rows rows;
    enum err err = db_run(db, &rights_all_members, DB_NO_ARGS, &rows);
    if (err == ERR_NONE)
        read_members(ctx, &rows, members, member_count);
    return err;
}

enum err rights_load_caller(struct ctx *ctx, struct db *db, struct permission_member *out)
{
    const struct permission_member *members;
    size_t count;
    enum err err = rights_load_members(ctx, db, &ctx->user_id, 1, &members, &count);
    if (err == ERR_NONE && count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *out = members[0];
    return err;
}

enum err rights_renew_openness(struct ctx *ctx, struct db *db, struct permission_lists *after)
{
    struct permission_lists lists;
    struct db_rows rows;
    enum err err = rights_load(ctx, db, &lists);
    if (err == ERR_NONE)
        err = db_run(db, &rights_openness, DB_NO_ARGS, &rows);
    if (err != ERR_NONE)
        return err;
    int64_t *turned = arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*turned));
    size_t count = 0;
    for (int i = 0; i < rows.count; i++) {
        int64_t channel_id = db_get_i64(&rows, i, 0);
        if (permissions_is_open(&lists, channel_id) != db_get_bool(&rows, i, 1))
            turned[count++] = channel_id;
    }
    if (after)
        *after = lists;
    return count > 0 ? db_run(db, &rights_open, DB_ARGS(db_i64s(turned, count)), NULL) : ERR_NONE;
}
