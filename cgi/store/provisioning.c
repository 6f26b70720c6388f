#include "cgi/store/provisioning.h"

#include "cgi/domain/permissions.h"

#include <stdio.h>

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
             "id, 0 FROM category");

/* Run one statement on the maintenance database: neither CREATE nor DROP DATABASE can run inside
 * another. */
static enum err maintain(struct ctx *ctx, const char *sql)
{
    const struct config *c = ctx->worker->config;
    enum err err;
    struct db *db = databases_connect(ctx->worker->databases, c->server_db_host, c->server_db_port,
                                      "postgres", &err);
    if (!db)
        return ERR_UNAVAILABLE;
    err = db_script(db, sql, NULL, 0);
    db_close(db);
    return err == ERR_NONE ? ERR_NONE : ERR_UNAVAILABLE;
}

static enum err copy_template(struct ctx *ctx, const char *db_name)
{
    char template_name[80], quoted_template[136], quoted[136], sql[512];
    snprintf(template_name, sizeof(template_name), "%stemplate",
             ctx->worker->config->server_db_prefix);
    db_quote_name(template_name, quoted_template);
    db_quote_name(db_name, quoted);
    snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s", quoted, quoted_template);
    return maintain(ctx, sql);
}

static enum err fill(struct ctx *ctx, int64_t server_id, const char *db_name,
                     const struct profile *owner)
{
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
                     NULL);
    db_close(db);
    return err;
}

enum err provisioning_create(struct ctx *ctx, int64_t server_id, const char *db_name,
                             const struct profile *owner)
{
    enum err err = copy_template(ctx, db_name);
    return err == ERR_NONE ? fill(ctx, server_id, db_name, owner) : err;
}

enum err provisioning_drop(struct ctx *ctx, const char *db_name)
{
    char quoted[136], sql[192];
    db_quote_name(db_name, quoted);
    snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS %s WITH (FORCE)", quoted);
    return maintain(ctx, sql);
}
