#include "cgi/store/provisioning.h"

#include "cgi/domain/permissions.h"
#include "cgi/store/answers.h"
#include "cgi/store/servers.h"
#include "shared/log.h"

#include <stdio.h>

#define CREATE_DATABASE "CREATE DATABASE "

/* Everything in one statement: a server's first database content is there whole or not at all. */
DB_STATEMENT(provision_content, SERVER,
             "WITH me AS (INSERT INTO server (id, owner_id) VALUES ($1::bigint, $2::bigint)),"
             " everyone AS (INSERT INTO roles (name, permissions, position, is_everyone)"
             "  VALUES ('@everyone', $3::bigint, 0, true)),"
             " owner AS (INSERT INTO members (user_id) VALUES ($2::bigint)),"
             " category AS (INSERT INTO channels (name, type, position) VALUES ('Text channels', "
             "'category', 0)"
             "  RETURNING id)"
             " INSERT INTO channels (name, type, parent_id, position) SELECT 'general', 'text', "
             "id, 0 FROM category RETURNING id");

/* Connect to the database that is there on every host: neither CREATE nor DROP DATABASE can run
 * inside another. */
static struct db *connect_for_maintenance(struct ctx *ctx, const char *host, int port)
{
    enum err err;
    return databases_connect(ctx->worker->databases, host, port, "postgres", &err);
}

static enum err copy_template(struct ctx *ctx, const char *db_name)
{
    const struct config *c = ctx->worker->config;
    char template_name[80], quoted_template[136], quoted[136], sql[512];
    struct db *db = connect_for_maintenance(ctx, c->server_db_host, c->server_db_port);
    if (!db)
        return ERR_UNAVAILABLE;
    snprintf(template_name, sizeof(template_name), "%stemplate", c->server_db_prefix);
    db_quote_name(template_name, quoted_template);
    db_quote_name(db_name, quoted);
    snprintf(sql, sizeof(sql), CREATE_DATABASE "%s TEMPLATE %s", quoted, quoted_template);
    enum err err = db_script(db, sql, NULL, 0);
    db_close(db);
    return err == ERR_NONE ? ERR_NONE : ERR_UNAVAILABLE;
}

static enum err fill(struct ctx *ctx, int64_t server_id, const char *db_name,
                     const struct profile *owner, int64_t *channel_id)
{
    struct db_rows rows;
    const struct config *c = ctx->worker->config;
    enum err err;
    struct db *db = databases_connect(ctx->worker->databases, c->server_db_host, c->server_db_port,
                                      db_name, &err);
    if (!db)
        return ERR_UNAVAILABLE;
    err = profiles_upsert(db, owner);
    if (err == ERR_NONE)
        err = db_run(db, &provision_content,
                     DB_ARGS(db_i64(server_id), db_i64(owner->user_id),
                             db_i64((int64_t) permissions_of_everyone())),
                     &rows);
    err = answer_i64(err, &rows, channel_id);
    db_close(db);
    return err;
}

enum err provisioning_create(struct ctx *ctx, int64_t server_id, const char *db_name,
                             const struct profile *owner, int64_t *channel_id)
{
    enum err err = copy_template(ctx, db_name);
    return err == ERR_NONE ? fill(ctx, server_id, db_name, owner, channel_id) : err;
}

/* Who is connected finds nothing from now on: every question about a member joins this row. */
DB_STATEMENT(provision_empty, SERVER, "DELETE FROM server");
DB_STATEMENT(provision_set_owner, SERVER, "UPDATE server SET owner_id = $1::bigint");

enum err provisioning_empty(struct db *db)
{
    return db_run(db, &provision_empty, DB_NO_ARGS, NULL);
}

enum err provisioning_set_owner(struct db *db, int64_t owner_id)
{
    return db_run(db, &provision_set_owner, DB_ARGS(db_i64(owner_id)), NULL);
}

/* --- removing ----------------------------------------------------------------------------------
 */

/* A worker that was killed leaves its CREATE DATABASE running, and until that is done there is
 * nothing to drop yet. */
static enum err is_being_copied(struct db *db, const char *quoted, bool *out)
{
    struct db_rows rows;
    enum err err =
        db_query(db,
                 "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active'"
                 " AND starts_with(query, $1::text || $2::text || ' '))",
                 DB_ARGS(db_text(STR(CREATE_DATABASE)), db_text(str_from(quoted))), &rows);
    *out = err == ERR_NONE && db_get_bool(&rows, 0, 0);
    return err;
}

static enum err drop(struct ctx *ctx, const char *host, int port, const char *db_name)
{
    char quoted[136], sql[192];
    bool copied;
    struct db *db = connect_for_maintenance(ctx, host, port);
    if (!db)
        return ERR_UNAVAILABLE;
    db_quote_name(db_name, quoted);
    enum err err = is_being_copied(db, quoted, &copied);
    if (err == ERR_NONE && copied)
        err = ERR_UNAVAILABLE;
    snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS %s WITH (FORCE)", quoted);
    if (err == ERR_NONE)
        err = db_script(db, sql, NULL, 0);
    db_close(db);
    return err == ERR_NONE ? ERR_NONE : ERR_UNAVAILABLE;
}

static enum err remove_one(struct ctx *ctx, const struct server_remains *remains)
{
    /* A row of an old release may not know its database's name: then it came to none. */
    enum err err = remains->db_name[0] == '\0'
                       ? ERR_NONE
                       : drop(ctx, remains->host, remains->port, remains->db_name);
    if (err == ERR_NONE)
        err = servers_remove(ctx, remains->server_id);
    if (err == ERR_NONE)
        log_info("server_removed", "server=%lld", (long long) remains->server_id);
    return err;
}

enum err provisioning_remove(struct ctx *ctx, int64_t server_id, int64_t *removed)
{
    const struct server_remains *remains;
    size_t count;
    *removed = 0;
    enum err err = servers_remains(ctx, server_id, &remains, &count);
    /* One that cannot be removed now does not keep the others. */
    for (size_t i = 0; i < count; i++) {
        enum err one = remove_one(ctx, &remains[i]);
        *removed += one == ERR_NONE;
        err = err == ERR_NONE ? one : err;
    }
    return err;
}

/* --- databases that no row knows ---------------------------------------------------------------
 */

static enum err list_databases(struct ctx *ctx, struct db *db, const int64_t **ids, size_t *count)
{
    struct db_rows rows;
    enum err err =
        db_query(db,
                 "SELECT substr(datname, length($1::text) + 1)::bigint FROM pg_database"
                 " WHERE starts_with(datname, $1::text)"
                 " AND substr(datname, length($1::text) + 1) ~ '^[1-9][0-9]{0,15}$'",
                 DB_ARGS(db_text(str_from(ctx->worker->config->server_db_prefix))), &rows);
    return answer_ids(ctx, err, &rows, ids, count);
}

/* Whether a database was copied from the template and never filled. */
static bool is_blank(struct ctx *ctx, const char *db_name)
{
    const struct config *c = ctx->worker->config;
    struct db_rows rows = {0};
    enum err err;
    struct db *db = databases_connect(ctx->worker->databases, c->server_db_host, c->server_db_port,
                                      db_name, &err);
    if (db)
        err = db_query(db, "SELECT to_regclass('server') IS NOT NULL", DB_NO_ARGS, &rows);
    bool blank = err == ERR_NONE && db_get_bool(&rows, 0, 0) &&
                 db_query(db, "SELECT FROM server", DB_NO_ARGS, &rows) == ERR_NONE &&
                 rows.count == 0;
    db_close(db);
    return blank;
}

static enum err drop_if_blank(struct ctx *ctx, int64_t server_id, int64_t *dropped)
{
    const struct config *c = ctx->worker->config;
    const char *db_name =
        arena_printf(ctx->arena, "%s%lld", c->server_db_prefix, (long long) server_id).ptr;
    if (!is_blank(ctx, db_name)) {
        log_warn("server_database_unknown", "database=%s", db_name);
        return ERR_NONE;
    }
    enum err err = drop(ctx, c->server_db_host, c->server_db_port, db_name);
    *dropped += err == ERR_NONE;
    return err;
}

enum err provisioning_drop_unknown(struct ctx *ctx, int64_t *dropped)
{
    const struct config *c = ctx->worker->config;
    const int64_t *ids, *unknown;
    size_t count, unknown_count = 0;
    struct db *db = connect_for_maintenance(ctx, c->server_db_host, c->server_db_port);
    *dropped = 0;
    if (!db)
        return ERR_UNAVAILABLE;
    /* First the databases, then the rows: a row is there before its database. */
    enum err err = list_databases(ctx, db, &ids, &count);
    db_close(db);
    if (err == ERR_NONE)
        err = servers_unknown(ctx, ids, count, &unknown, &unknown_count);
    for (size_t i = 0; err == ERR_NONE && i < unknown_count; i++)
        err = drop_if_blank(ctx, unknown[i], dropped);
    return err;
}
