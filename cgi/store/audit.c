#include "cgi/store/audit.h"

/* $5, $6: the thing before and after, or NULL: what differs is kept, by name. */
DB_STATEMENT(audit_insert, SERVER,
    "WITH old AS (SELECT key, value FROM json_each($5::text::json)),"
    " new AS (SELECT key, value FROM json_each($6::text::json)),"
    " changes AS (SELECT coalesce(json_agg(json_build_object('key', key, 'before', old.value,"
    "   'after', new.value) ORDER BY key), '[]') AS list"
    "  FROM old FULL JOIN new USING (key) WHERE old.value::text IS DISTINCT FROM new.value::text)"
    " INSERT INTO audit_log (actor_id, action, target_type, target_id, changes, reason)"
    " SELECT $1::bigint, $2::text, $3::text, $4::bigint, changes.list, $7::text FROM changes"
    " WHERE changes.list::text <> '[]' OR $5::text IS NULL OR $6::text IS NULL");

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
