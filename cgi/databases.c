#include "cgi/databases.h"

#include "shared/buf.h"
#include "shared/crypto.h"
#include "shared/log.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* Where a server's database is. */
DB_STATEMENT(server_location, REGISTRY,
             "SELECT db_host, db_port, db_name, db_role, db_password_sealed FROM servers"
             " WHERE id = $1::bigint AND state = 'active'");

struct server_slot {
    int64_t server_id; /* 0: empty */
    struct db *db;
    uint64_t used_at; /* a count, not a time */
};

struct databases {
    const struct config *config;
    struct db *fixed[DB_SERVER];
    struct server_slot *slots; /* config->server_db_cache of them */
    uint64_t uses;
    uint64_t closed_statement_count; /* of connections that are closed by now */
};

struct databases *databases_create(const struct config *config)
{
    struct databases *d = calloc(1, sizeof(*d));
    if (!d)
        abort();
    d->config = config;
    d->slots = calloc((size_t) config->server_db_cache, sizeof(*d->slots));
    if (!d->slots)
        abort();
    return d;
}

static void close_one(struct databases *d, struct db **db)
{
    if (*db)
        d->closed_statement_count += db_statement_count(*db);
    db_close(*db);
    *db = NULL;
}

void databases_destroy(struct databases *d)
{
    for (int i = 0; i < DB_SERVER; i++)
        close_one(d, &d->fixed[i]);
    for (int i = 0; i < d->config->server_db_cache; i++)
        close_one(d, &d->slots[i].db);
    free(d->slots);
    free(d);
}

struct db *databases_connect(struct databases *d, const char *host, int port, const char *name,
                             enum err *err)
{
    struct db_address address = {host, port, name, d->config->db_user, d->config->db_password};
    return db_connect(&address, err);
}

struct db *databases_get(struct databases *d, enum db_kind kind)
{
    const struct config *c = d->config;
    enum err err;
    /* A transaction whose connection broke must fail, not go on outside of itself on a new
     * connection. */
    if (d->fixed[kind] && !db_in_transaction(d->fixed[kind]) && !db_usable(d->fixed[kind]))
        close_one(d, &d->fixed[kind]);
    if (d->fixed[kind])
        return d->fixed[kind];
    switch (kind) {
    case DB_AUTH:
        d->fixed[kind] =
            databases_connect(d, c->auth_db_host, c->auth_db_port, c->auth_db_name, &err);
        break;
    case DB_DMS:
        d->fixed[kind] = databases_connect(d, c->dm_db_host, c->dm_db_port, c->dm_db_name, &err);
        break;
    case DB_REGISTRY:
        d->fixed[kind] = databases_connect(d, c->registry_db_host, c->registry_db_port,
                                           c->registry_db_name, &err);
        break;
    case DB_SERVER:
        assert(!"server databases have their own function");
    }
    return d->fixed[kind];
}

/* Connect as the registry's row says. */
static struct db *connect_as_registered(struct databases *d, const struct db_rows *rows,
                                        enum err *err)
{
    char host[256], name[64], role[64];
    struct buf password;
    buf_init(&password, 512);
    snprintf(host, sizeof(host), "%.*s", STR_FMT(db_get(rows, 0, 0)));
    snprintf(name, sizeof(name), "%.*s", STR_FMT(db_get(rows, 0, 2)));
    snprintf(role, sizeof(role), "%.*s", STR_FMT(db_get(rows, 0, 3)));
    crypto_open(str_from(d->config->db_encryption_key), db_get(rows, 0, 4), &password);
    struct db_address address = {host, (int) db_get_i64(rows, 0, 1), name, role,
                                 buf_cstr(&password)};
    struct db *db = db_connect(&address, err);
    buf_cleanup(&password);
    return db;
}

/* The slot that has the server, or the one to take for it: an empty one, else the least recently
 * used. */
static struct server_slot *slot_for(struct databases *d, int64_t server_id)
{
    struct server_slot *oldest = &d->slots[0];
    for (int i = 0; i < d->config->server_db_cache; i++) {
        struct server_slot *slot = &d->slots[i];
        if (slot->server_id == server_id)
            return slot;
        if (slot->used_at < oldest->used_at)
            oldest = slot;
    }
    return oldest;
}

enum err databases_get_server(struct databases *d, int64_t server_id, struct db **out)
{
    struct server_slot *slot = slot_for(d, server_id);
    *out = NULL;
    bool same = slot->server_id == server_id;
    if (!same || !(db_in_transaction(slot->db) || db_usable(slot->db))) {
        struct db_rows rows;
        enum err err = db_run(databases_get(d, DB_REGISTRY), &server_location,
                              DB_ARGS(db_i64(server_id)), &rows);
        if (err != ERR_NONE)
            return err;
        if (rows.count == 0)
            return ERR_NOT_FOUND;
        close_one(d, &slot->db);
        *slot = (struct server_slot){0};
        slot->db = connect_as_registered(d, &rows, &err);
        if (!slot->db) {
            log_error("server_database_unreachable", "server=%lld", (long long) server_id);
            return ERR_UNAVAILABLE;
        }
        slot->server_id = server_id;
    }
    slot->used_at = ++d->uses;
    *out = slot->db;
    return ERR_NONE;
}

void databases_close_server(struct databases *d, int64_t server_id)
{
    struct server_slot *slot = slot_for(d, server_id);
    if (slot->server_id != server_id)
        return;
    close_one(d, &slot->db);
    *slot = (struct server_slot){0};
}

bool databases_server_is_gone(struct databases *d, int64_t server_id)
{
    struct db_rows rows;
    return db_run(databases_get(d, DB_REGISTRY), &server_location, DB_ARGS(db_i64(server_id)),
                  &rows) == ERR_NONE &&
           rows.count == 0;
}

int64_t databases_server_of(const struct databases *d, const struct db *db)
{
    for (int i = 0; i < d->config->server_db_cache; i++) {
        if (d->slots[i].db == db)
            return d->slots[i].server_id;
    }
    return 0;
}

void databases_forget(struct databases *d)
{
    for (int i = 0; i < DB_SERVER; i++) {
        if (d->fixed[i])
            db_forget(d->fixed[i]);
    }
    for (int i = 0; i < d->config->server_db_cache; i++) {
        if (d->slots[i].db)
            db_forget(d->slots[i].db);
    }
}

uint64_t databases_statement_count(const struct databases *d)
{
    uint64_t count = d->closed_statement_count;
    for (int i = 0; i < DB_SERVER; i++)
        count += d->fixed[i] ? db_statement_count(d->fixed[i]) : 0;
    for (int i = 0; i < d->config->server_db_cache; i++)
        count += d->slots[i].db ? db_statement_count(d->slots[i].db) : 0;
    return count;
}
