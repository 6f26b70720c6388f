#include "sql/migrations.h"

#include "shared/arena.h"
#include "shared/crypto.h"
#include "shared/db.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MIGRATIONS_MAX = 512,
    FILE_BYTES_MAX = 4 * 1024 * 1024,
    WHY_BYTES = 1024,
    /* Whoever holds it is migrating this database. */
    LOCK_KEY = 20260101,
};

/* One numbered file. */
struct migration {
    int64_t version;
    char name[128];
    char checksum[65];
    char *sql;
};

/* The files of one kind of database, in order. */
struct migration_set {
    struct migration list[MIGRATIONS_MAX];
    int count;
};

/* One database to bring up to date. */
struct target {
    const char *kind; /* folder of its files */
    struct db_address address;
};

/* --- reading the files -------------------------------------------------------------------------
 */

static void checksum_of(struct str text, char out[65])
{
    unsigned char digest[CRYPTO_SHA256_BYTES];
    crypto_sha256(text, digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = calloc(1, FILE_BYTES_MAX + 1);
    if (!text)
        abort();
    size_t len = file ? fread(text, 1, FILE_BYTES_MAX, file) : 0;
    if (file)
        fclose(file);
    text[len] = '\0';
    return text;
}

static int by_version(const void *a, const void *b)
{
    const struct migration *left = a, *right = b;
    return left->version < right->version ? -1 : left->version > right->version;
}

/* Load NNNN_name.sql of one folder. Returns false when there is none, or two have one number. */
static bool load_set(const char *sql_dir, const char *kind, struct migration_set *set)
{
    char folder[4096], path[4400];
    snprintf(folder, sizeof(folder), "%s/%s", sql_dir, kind);
    DIR *dir = opendir(folder);
    set->count = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir)) && set->count < MIGRATIONS_MAX;) {
        size_t len = strlen(entry->d_name);
        long version = strtol(entry->d_name, NULL, 10);
        if (version <= 0 || len < 9 || len > 120 || strcmp(entry->d_name + len - 4, ".sql") != 0)
            continue;
        struct migration *m = &set->list[set->count++];
        m->version = version;
        snprintf(m->name, sizeof(m->name), "%.*s", (int) (len - 4), entry->d_name);
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        m->sql = read_file(path);
        checksum_of(str_from(m->sql), m->checksum);
    }
    if (dir)
        closedir(dir);
    qsort(set->list, (size_t) set->count, sizeof(set->list[0]), by_version);
    for (int i = 1; i < set->count; i++) {
        if (set->list[i].version == set->list[i - 1].version) {
            fprintf(stderr, "%s: two files have the number %lld\n", folder,
                    (long long) set->list[i].version);
            return false;
        }
    }
    if (set->count == 0)
        fprintf(stderr, "%s: no migrations there\n", folder);
    return set->count > 0;
}

static void free_set(struct migration_set *set)
{
    for (int i = 0; i < set->count; i++)
        free(set->list[i].sql);
    set->count = 0;
}

/* --- one database ------------------------------------------------------------------------------
 */

static const char ensure_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    " version bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT now())";

/* How far a database is: versions applied, in order, compared with the files. Returns the count, or
 * -1 when they differ. */
static int applied_count(struct db *db, const struct target *target,
                         const struct migration_set *set)
{
    struct db_rows rows;
    if (db_query(db, "SELECT to_regclass('schema_migrations') IS NOT NULL", DB_NO_ARGS, &rows) !=
        ERR_NONE)
        return -1;
    if (!db_get_bool(&rows, 0, 0))
        return 0;
    if (db_query(db, "SELECT version, checksum FROM schema_migrations ORDER BY version", DB_NO_ARGS,
                 &rows) != ERR_NONE)
        return -1;
    for (int i = 0; i < rows.count && i < set->count; i++) {
        const struct migration *m = &set->list[i];
        if (db_get_i64(&rows, i, 0) != m->version) {
            fprintf(stderr, "%s: expected migration %s next, but %lld was applied\n",
                    target->address.name, m->name, (long long) db_get_i64(&rows, i, 0));
            return -1;
        }
        if (!str_eq_cstr(db_get(&rows, i, 1), m->checksum)) {
            fprintf(stderr, "%s: %s was changed after it was applied; restore the released file\n",
                    target->address.name, m->name);
            return -1;
        }
    }
    if (rows.count > set->count)
        fprintf(stderr, "%s: its schema is newer than this program; run the newer release\n",
                target->address.name);
    return rows.count <= set->count ? rows.count : -1;
}

static bool apply_one(struct db *db, const struct target *target, const struct migration *m)
{
    char why[WHY_BYTES] = "";
    enum err err = db_begin(db);
    if (err == ERR_NONE)
        err = db_script(db, m->sql, why, sizeof(why));
    if (err == ERR_NONE)
        err = db_query(
            db, "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
            DB_ARGS(db_i64(m->version), db_text(str_from(m->name)), db_text(str_from(m->checksum))),
            NULL);
    if (err == ERR_NONE)
        err = db_commit(db);
    if (err != ERR_NONE) {
        db_rollback(db);
        fprintf(stderr, "%s: %s failed: %s\n", target->address.name, m->name, why);
        return false;
    }
    printf("%s: applied %s\n", target->address.name, m->name);
    return true;
}

static bool apply_missing(struct db *db, const struct target *target,
                          const struct migration_set *set)
{
    bool ok = false;
    if (db_query(db, "SELECT pg_advisory_lock($1)", DB_ARGS(db_i64(LOCK_KEY)), NULL) != ERR_NONE ||
        db_script(db, ensure_table, NULL, 0) != ERR_NONE)
        return false;
    int done = applied_count(db, target, set);
    ok = done >= 0;
    for (int i = done; ok && i < set->count; i++)
        ok = apply_one(db, target, &set->list[i]);
    db_query(db, "SELECT pg_advisory_unlock($1)", DB_ARGS(db_i64(LOCK_KEY)), NULL);
    return ok;
}

static bool report(struct db *db, const struct target *target, const struct migration_set *set,
                   enum migrate_mode mode)
{
    int done = applied_count(db, target, set);
    if (done < 0)
        return false;
    if (mode == MIGRATE_STATUS)
        printf("%s: %d of %d applied\n", target->address.name, done, set->count);
    for (int i = done; mode == MIGRATE_DRY_RUN && i < set->count; i++)
        printf("%s: would apply %s\n", target->address.name, set->list[i].name);
    return true;
}

/* Create the database when it is missing; from the maintenance database "postgres" of its host. */
static bool create_database(const struct target *target)
{
    char sql[256], quoted[136], why[WHY_BYTES] = "";
    struct db_address maintenance = target->address;
    enum err err;
    maintenance.name = "postgres";
    struct db *db = db_connect(&maintenance, &err);
    if (!db) {
        fprintf(stderr, "%s: cannot reach PostgreSQL at %s\n", target->address.name,
                target->address.host);
        return false;
    }
    db_quote_name(target->address.name, quoted);
    snprintf(sql, sizeof(sql), "CREATE DATABASE %s ENCODING 'UTF8' TEMPLATE template0", quoted);
    err = db_script(db, sql, why, sizeof(why));
    db_close(db);
    /* Another run may have been quicker. */
    if (err != ERR_NONE && !strstr(why, "already exists")) {
        fprintf(stderr, "%s: cannot be created: %s\n", target->address.name, why);
        return false;
    }
    printf("%s: created\n", target->address.name);
    return true;
}

static bool migrate_one(const char *sql_dir, const struct target *target, enum migrate_mode mode)
{
    static struct migration_set set;
    enum err err;
    if (!load_set(sql_dir, target->kind, &set))
        return false;
    struct db *db = db_connect(&target->address, &err);
    bool ok = db != NULL;
    if (!db && err == ERR_NOT_FOUND && mode != MIGRATE_APPLY) {
        printf("%s: %s\n", target->address.name,
               mode == MIGRATE_STATUS ? "does not exist" : "would be created");
        ok = true;
    } else if (!db && err == ERR_NOT_FOUND && create_database(target)) {
        db = db_connect(&target->address, &err);
        ok = db != NULL;
    } else if (!db) {
        fprintf(stderr, "%s: cannot be reached\n", target->address.name);
    }
    if (db)
        ok = mode == MIGRATE_APPLY ? apply_missing(db, target, &set)
                                   : report(db, target, &set, mode);
    db_close(db);
    free_set(&set);
    return ok;
}

/* --- all of them -------------------------------------------------------------------------------
 */

static struct db_address address_of(const struct config *c, const char *host, int port,
                                    const char *name)
{
    return (struct db_address){host, port, name, c->db_user, c->db_password};
}

static bool open_password(const struct config *c, struct str sealed, char *out, size_t size)
{
    struct buf plain;
    buf_init(&plain, size - 1);
    bool ok = crypto_open(str_from(c->db_encryption_key), sealed, &plain);
    snprintf(out, size, "%s", ok ? buf_cstr(&plain) : "");
    buf_cleanup(&plain);
    return ok;
}

static bool migrate_servers(const struct config *c, const char *sql_dir, struct db *registry,
                            enum migrate_mode mode)
{
    struct db_rows rows;
    bool ok = true;
    if (db_query(registry, "SELECT to_regclass('servers') IS NOT NULL", DB_NO_ARGS, &rows) !=
        ERR_NONE)
        return false;
    if (!db_get_bool(&rows, 0, 0))
        return mode != MIGRATE_APPLY; /* looked at before anything was applied */
    if (db_query(registry,
                 "SELECT db_host, db_port, db_name, db_role, db_password_sealed FROM servers"
                 " WHERE state = 'active' ORDER BY id",
                 DB_NO_ARGS, &rows) != ERR_NONE)
        return false;
    for (int i = 0; i < rows.count; i++) {
        char host[256], name[64], role[64], password[512];
        snprintf(host, sizeof(host), "%.*s", STR_FMT(db_get(&rows, i, 0)));
        snprintf(name, sizeof(name), "%.*s", STR_FMT(db_get(&rows, i, 2)));
        snprintf(role, sizeof(role), "%.*s", STR_FMT(db_get(&rows, i, 3)));
        if (!open_password(c, db_get(&rows, i, 4), password, sizeof(password))) {
            fprintf(stderr,
                    "%s: its password cannot be opened: DB_ENCRYPTION_KEY is not the one it was "
                    "sealed with\n",
                    name);
            ok = false;
            continue;
        }
        struct target target = {"server",
                                {host, (int) db_get_i64(&rows, i, 1), name, role, password}};
        /* One that fails does not keep the others from the new schema. */
        ok = migrate_one(sql_dir, &target, mode) && ok;
    }
    if (rows.count > 0)
        printf("%d server databases looked at\n", rows.count);
    return ok;
}

bool migrate_all(const struct config *c, const char *sql_dir, enum migrate_mode mode)
{
    char template_name[80];
    enum err err;
    snprintf(template_name, sizeof(template_name), "%stemplate", c->server_db_prefix);
    const struct target fixed[] = {
        {"auth", address_of(c, c->auth_db_host, c->auth_db_port, c->auth_db_name)},
        {"dms", address_of(c, c->dm_db_host, c->dm_db_port, c->dm_db_name)},
        {
            "registry",
            address_of(c, c->registry_db_host, c->registry_db_port, c->registry_db_name),
        },
        {"server", address_of(c, c->server_db_host, c->server_db_port, template_name)},
    };
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        if (!migrate_one(sql_dir, &fixed[i], mode))
            return false;
    }
    struct db *registry = db_connect(&fixed[2].address, &err);
    if (!registry)
        return mode != MIGRATE_APPLY && err == ERR_NOT_FOUND;
    bool ok = migrate_servers(c, sql_dir, registry, mode);
    db_close(registry);
    return ok;
}
