#include "cgi/store/roles.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

DB_STATEMENT(role_list, SERVER,
    "SELECT json_agg(" SHAPE_ROLE("r", "s.id", ", 'memberCount', n.count") " ORDER BY r.position DESC)"
    " FROM server s CROSS JOIN roles r CROSS JOIN LATERAL ("
    "  SELECT count(*) AS count FROM members m WHERE r.is_everyone"
    "  UNION ALL SELECT count(*) FROM member_roles mr WHERE mr.role_id = r.id"
    "  ORDER BY count DESC LIMIT 1) n");
DB_STATEMENT(role_get, SERVER,
    "SELECT " SHAPE_ROLE("r", "s.id", "") " FROM roles r CROSS JOIN server s WHERE r.id = $1::bigint");
DB_STATEMENT(role_raise, SERVER,
    "UPDATE roles SET position = position + 1 WHERE position >= $1::bigint");
DB_STATEMENT(role_insert, SERVER,
    "INSERT INTO roles AS r (name, color, permissions, hoist, mentionable, position)"
    " SELECT $1::text, $2::bigint::integer, coalesce($3::bigint, e.permissions), $4::boolean, $5::boolean,"
    "  $6::bigint::integer FROM roles e WHERE e.is_everyone"
    " RETURNING r.id, (SELECT " SHAPE_ROLE("r", "s.id", "") " FROM server s)");
DB_STATEMENT(role_update, SERVER,
    "UPDATE roles r SET name = coalesce($2::text, r.name), color = coalesce($3::bigint::integer, r.color),"
    "  permissions = coalesce($4::bigint, r.permissions), hoist = coalesce($5::boolean, r.hoist),"
    "  mentionable = coalesce($6::boolean, r.mentionable)"
    " FROM server s WHERE r.id = $1::bigint RETURNING " SHAPE_ROLE("r", "s.id", ""));
/* Overwrites do not refer to their targets, which are of two kinds. */
DB_STATEMENT(role_remove, SERVER,
    "WITH gone AS (DELETE FROM roles WHERE id = $1::bigint RETURNING id, position),"
    " cleared AS (DELETE FROM overwrites o USING gone WHERE o.target_type = 'role' AND o.target_id = gone.id)"
    " UPDATE roles r SET position = r.position - 1 FROM gone WHERE r.position > gone.position");
DB_STATEMENT(role_place, SERVER,
    "UPDATE roles r SET position = o.place"
    " FROM unnest($1::bigint[]) WITH ORDINALITY AS o (id, place)"
    " WHERE r.id = o.id AND r.position <> o.place");
DB_STATEMENT(role_order, SERVER,
    "SELECT coalesce(json_agg(json_build_object('id', r.id, 'position', r.position) ORDER BY r.position DESC), '[]')"
    " FROM roles r WHERE NOT r.is_everyone");

enum err roles_list_json(struct db *db, struct str *json)
{
    struct db_rows rows;
    return answer_text(db_run(db, &role_list, DB_NO_ARGS, &rows), &rows, json);
}

enum err roles_get_json(struct db *db, int64_t role_id, struct str *json)
{
    struct db_rows rows;
    return answer_text(db_run(db, &role_get, DB_ARGS(db_i64(role_id)), &rows), &rows, json);
}

static struct db_arg if_given(bool is_given, struct db_arg arg)
{
    return is_given ? arg : (struct db_arg){.type = DB_ARG_NULL};
}

enum err roles_insert(struct db *db, const struct role_draft *d, int64_t position, int64_t *role_id,
                      struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &role_raise, DB_ARGS(db_i64(position)), NULL);
    if (err == ERR_NONE)
        err = db_run(db, &role_insert,
                     DB_ARGS(db_text(d->name), db_i64(d->color),
                             if_given(d->has_permissions, db_i64((int64_t) d->permissions)),
                             db_bool(d->hoist), db_bool(d->mentionable), db_i64(position)),
                     &rows);
    err = answer_i64(err, &rows, role_id);
    if (err == ERR_NONE)
        *json = db_get(&rows, 0, 1);
    return err;
}

enum err roles_update(struct db *db, int64_t role_id, const struct role_draft *d, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &role_update,
                          DB_ARGS(db_i64(role_id), if_given(d->has_name, db_text(d->name)),
                                  if_given(d->has_color, db_i64(d->color)),
                                  if_given(d->has_permissions, db_i64((int64_t) d->permissions)),
                                  if_given(d->has_hoist, db_bool(d->hoist)),
                                  if_given(d->has_mentionable, db_bool(d->mentionable))),
                          &rows);
    return answer_text(err, &rows, json);
}

enum err roles_remove(struct db *db, int64_t role_id)
{
    return db_run(db, &role_remove, DB_ARGS(db_i64(role_id)), NULL);
}

enum err roles_place(struct db *db, const int64_t *role_ids, size_t count)
{
    return db_run(db, &role_place, DB_ARGS(db_i64s(role_ids, count)), NULL);
}

enum err roles_order_json(struct db *db, struct str *json)
{
    struct db_rows rows;
    return answer_text(db_run(db, &role_order, DB_NO_ARGS, &rows), &rows, json);
}
