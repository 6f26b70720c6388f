#include "cgi/store/audit.h"

#include "cgi/store/answers.h"
#include "cgi/store/shapes.h"

/* $5, $6: the thing before and after, or NULL: what differs is kept, by name. */
DB_STATEMENT(audit_insert, SERVER,
    "WITH old AS (SELECT key, value FROM json_each($5::text::json)),"
    " new AS (SELECT key, value FROM json_each($6::text::json)),"
    " changes AS (SELECT coalesce(json_agg(json_build_object('key', key, 'before', old.value,"
    "   'after', new.value) ORDER BY key), '[]') AS list"
    "  FROM old FULL JOIN new USING (key) WHERE coalesce(old.value::text, 'null') <> coalesce(new.value::text, 'null'))"
    " INSERT INTO audit_log (actor_id, action, target_type, target_id, changes, reason)"
    " SELECT $1::bigint, $2::text, $3::text, $4::bigint, changes.list, $7::text FROM changes"
    " WHERE changes.list::text <> '[]' OR $5::text IS NULL OR $6::text IS NULL");

/* What an entry is about, as it is called now; what is gone by now, as it was called then. */
// clang-format off
#define AUDIT_TARGET(a) \
    "CASE WHEN " a ".target_type = 'user' THEN (SELECT" \
    "  json_build_object('name', tp.display_name, 'user', " SHAPE_AUTHOR("tp") ")" \
    "  FROM profiles tp WHERE tp.user_id = " a ".target_id)" \
    " ELSE (SELECT json_build_object('name', t.name) FROM (SELECT coalesce(CASE " a ".target_type" \
    "   WHEN 'channel' THEN (SELECT name FROM channels WHERE id = " a ".target_id)" \
    "   WHEN 'role' THEN (SELECT name FROM roles WHERE id = " a ".target_id)" \
    "   WHEN 'emoji' THEN (SELECT name FROM emojis WHERE id = " a ".target_id) END," \
    "  (SELECT coalesce(c.value->>'after', c.value->>'before') FROM json_array_elements(" a ".changes) c" \
    "   WHERE c.value->>'key' = 'name' LIMIT 1)) AS name) t WHERE t.name IS NOT NULL) END"
#define AUDIT_WALK(e) \
    "($5::bigint IS NULL OR " e ".actor_id = $5::bigint) AND ($6::text IS NULL OR " e ".action = $6::text)"
// clang-format on
/* $1 before, $2 how many, $3 after, $4 how many, $5 by whom, $6 what. */
DB_STATEMENT(audit_list, SERVER,
    "SELECT coalesce(json_agg(json_build_object('id', a.id, 'action', a.action,"
    "  'actor', " SHAPE_AUTHOR("p") ", 'targetType', a.target_type, 'targetId', a.target_id,"
    "  'target', " AUDIT_TARGET("a") ", 'changes', a.changes, 'reason', a.reason,"
    "  'createdAt', " SHAPE_TIME("a.created_at") ") ORDER BY a.id), '[]') FROM ("
    "(SELECT * FROM audit_log o WHERE o.id < $1::bigint AND " AUDIT_WALK("o")
    "  ORDER BY o.id DESC LIMIT $2::bigint)"
    " UNION ALL"
    " (SELECT * FROM audit_log n WHERE n.id > $3::bigint AND " AUDIT_WALK("n")
    "  ORDER BY n.id LIMIT $4::bigint)) a LEFT JOIN profiles p ON p.user_id = a.actor_id");

enum err audit_add(struct ctx *ctx, struct db *db, const struct audit_entry *e)
{
    const struct audit_info *info = audit_info(e->action);
    struct str reason = e->reason.ptr ? e->reason : ctx->audit_reason;
    return db_run(db, &audit_insert,
                  DB_ARGS(db_i64(ctx->user_id), db_text(str_from(info->name)),
                          db_text(str_from(info->target_type)), db_id_or_null(e->target_id),
                          db_text_or_null(e->before), db_text_or_null(e->after),
                          db_text_or_null(reason)),
                  NULL);
}

enum err audit_list_json(struct db *db, const struct page *page, const struct audit_filter *filter,
                         struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &audit_list,
                          DB_ARGS(db_i64(page->before_id), db_i64(page->older),
                                  db_i64(page->after_id), db_i64(page->newer),
                                  db_id_or_null(filter->actor_id), db_text_or_null(filter->action)),
                          &rows);
    return answer_text(err, &rows, json);
}
