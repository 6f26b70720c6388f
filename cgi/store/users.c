#include "cgi/store/users.h"

#include "cgi/store/answers.h"
#include "cgi/store/memberships.h"
#include "cgi/store/presence.h"
#include "cgi/store/shapes.h"
#include "shared/log.h"

DB_STATEMENT(user_find_login, AUTH,
             "SELECT u.id, u.password_hash, " SHAPE_ME(
                 "u") ", u.profile_synced >= u.profile_version"
                      " FROM users u WHERE u.username = lower($1::text) AND u.deleted_at IS NULL");
DB_STATEMENT(user_get_login, AUTH,
    "SELECT u.id, u.password_hash, " SHAPE_ME("u") ", u.profile_synced >= u.profile_version"
    " FROM users u WHERE u.id = $1::bigint AND u.deleted_at IS NULL");
DB_STATEMENT(user_change_password, AUTH,
    "UPDATE users SET password_hash = $3::text WHERE id = $1::bigint"
    " AND password_hash IS NOT DISTINCT FROM $2::text AND deleted_at IS NULL");
DB_STATEMENT(user_bury, AUTH,
    "UPDATE users SET username = 'deleted-user-' || id, display_name = 'Deleted user', password_hash = NULL,"
    " avatar_url = NULL, bio = NULL, banner_color = NULL, status = 'online', custom_status = NULL,"
    " deleted_at = now(), profile_version = profile_version + 1"
    " WHERE id = $1::bigint AND password_hash IS NOT DISTINCT FROM $2::text AND deleted_at IS NULL");
DB_STATEMENT(user_half_deleted, AUTH,
    "SELECT id FROM users WHERE deleted_at IS NOT NULL AND profile_synced < profile_version"
    " ORDER BY deleted_at LIMIT 100");
DB_STATEMENT(user_insert, AUTH,
             "INSERT INTO users AS u (username, display_name, password_hash)"
             " VALUES (lower($1::text), $2::text, $3::text)"
             " RETURNING u.id, u.password_hash, " SHAPE_ME("u") ", true");
DB_STATEMENT(
    user_rehash, AUTH,
    "UPDATE users SET password_hash = $3::text WHERE id = $1::bigint AND password_hash = $2::text");
DB_STATEMENT(user_get_self, AUTH, "SELECT " SHAPE_ME("u") " FROM users u WHERE u.id = $1::bigint");
DB_STATEMENT(user_update, AUTH,
             "WITH old AS (SELECT id, status, avatar_url FROM users WHERE id = $1::bigint"
             "  AND deleted_at IS NULL FOR UPDATE)"
             " UPDATE users u SET"
             " display_name = CASE WHEN $2::boolean THEN $3::text ELSE u.display_name END,"
             " bio = CASE WHEN $4::boolean THEN $5::text ELSE u.bio END,"
             " banner_color = CASE WHEN $6::boolean THEN $7::text ELSE u.banner_color END,"
             " status = CASE WHEN $8::boolean THEN $9::text ELSE u.status END,"
             " custom_status = CASE WHEN $10::boolean THEN $11::text ELSE u.custom_status END,"
             " avatar_url = CASE WHEN $12::boolean THEN $13::text ELSE u.avatar_url END,"
             " profile_version = u.profile_version"
             "   + CASE WHEN $2::boolean AND u.display_name <> $3::text"
             "     OR $12::boolean AND u.avatar_url IS DISTINCT FROM $13::text THEN 1 ELSE 0 END"
             " FROM old WHERE u.id = old.id"
             " RETURNING " SHAPE_ME("u") ", u.profile_synced >= u.profile_version,"
                                         " old.status = 'invisible' AND u.status = 'invisible',"
                                         " old.avatar_url");
/* $1 whom, $2 who of them has a socket, $3 who asks. */
DB_STATEMENT(user_load, AUTH,
             "SELECT u.id, " SHAPE_USER("u", "seen.status",
                                        "CASE WHEN seen.status <> 'offline' THEN u.custom_status "
                                        "END") " FROM users u CROSS JOIN LATERAL (SELECT CASE WHEN "
                                               "u.id = $3::bigint THEN u.status"
                                               "  WHEN u.id = ANY($2::bigint[]) AND u.status <> "
                                               "'invisible' THEN u.status"
                                               "  ELSE 'offline' END AS status) seen"
                                               " WHERE u.id = ANY($1::bigint[]) ORDER BY u.id");
DB_STATEMENT(user_search, AUTH,
    "SELECT u.id FROM users u WHERE (u.username LIKE '%' || lower($1::text) || '%'"
    " OR u.display_name ILIKE '%' || $1::text || '%') AND u.deleted_at IS NULL"
    " ORDER BY u.username <> lower($2::text), length(u.username), u.username LIMIT $3::bigint");
DB_STATEMENT(user_load_profiles, AUTH,
             "SELECT id, username, display_name, avatar_url, profile_version,"
             " deleted_at IS NOT NULL FROM users"
             " WHERE id = ANY($1::bigint[]) ORDER BY array_position($1::bigint[], id)");
DB_STATEMENT(
    user_profile_synced, AUTH,
    "UPDATE users SET profile_synced = greatest(profile_synced, $2::bigint) WHERE id = $1::bigint");
DB_STATEMENT(user_get_status, AUTH,
             "SELECT status, custom_status FROM users WHERE id = $1::bigint");
DB_STATEMENT(profile_upsert, SERVER,
             "INSERT INTO profiles AS p (user_id, username, display_name, avatar_url, version)"
             " VALUES ($1::bigint, $2::text, $3::text, $4::text, $5::bigint)"
             " ON CONFLICT (user_id) DO UPDATE SET username = excluded.username,"
             "  display_name = excluded.display_name, avatar_url = excluded.avatar_url,"
             "  version = excluded.version WHERE p.version < excluded.version");

/* In the order of ids, so that two who write the same rows never wait for each other. */
DB_STATEMENT(profile_upsert_all, SERVER,
    "INSERT INTO profiles AS p (user_id, username, display_name, avatar_url, version)"
    " SELECT DISTINCT ON (n.user_id) n.user_id, n.username, n.display_name, nullif(n.avatar_url, ''),"
    "  n.version"
    " FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[])"
    "  AS n (user_id, username, display_name, avatar_url, version) ORDER BY n.user_id"
    " ON CONFLICT (user_id) DO UPDATE SET username = excluded.username,"
    "  display_name = excluded.display_name, avatar_url = excluded.avatar_url,"
    "  version = excluded.version WHERE p.version < excluded.version");

static struct db *auth_of(struct ctx *ctx)
{
    return databases_get(ctx->worker->databases, DB_AUTH);
}

static void read_login(struct ctx *ctx, const struct db_rows *rows, struct user_login *out)
{
    *out = (struct user_login){
        .id = db_get_i64(rows, 0, 0),
        .password_hash = db_is_null(rows, 0, 1) ? NULL : arena_cstr(ctx->arena, db_get(rows, 0, 1)),
        .json = db_get(rows, 0, 2),
        .profile_is_synced = db_get_bool(rows, 0, 3),
    };
}

enum err users_find_login(struct ctx *ctx, struct str username, struct user_login *out)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_find_login, DB_ARGS(db_text(username)), &rows);
    if (err == ERR_NONE && rows.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        read_login(ctx, &rows, out);
    return err;
}

enum err users_get_login(struct ctx *ctx, int64_t user_id, struct user_login *out)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_get_login, DB_ARGS(db_i64(user_id)), &rows);
    err = answer_row(err, &rows);
    if (err == ERR_NONE)
        read_login(ctx, &rows, out);
    return err;
}

static enum err if_still_proven(enum err err, const struct db_rows *rows)
{
    return err == ERR_NONE && rows->affected == 0 ? ERR_WRONG_CREDENTIALS : err;
}

enum err users_change_password(struct ctx *ctx, const struct user_login *user, const char *new_hash)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_change_password,
                          DB_ARGS(db_i64(user->id), db_text_or_null(str_from(user->password_hash)),
                                  db_text(str_from(new_hash))),
                          &rows);
    return if_still_proven(err, &rows);
}

enum err users_bury(struct ctx *ctx, const struct user_login *user)
{
    struct db_rows rows;
    enum err err =
        db_run(auth_of(ctx), &user_bury,
               DB_ARGS(db_i64(user->id), db_text_or_null(str_from(user->password_hash))), &rows);
    return if_still_proven(err, &rows);
}

enum err users_half_deleted(struct ctx *ctx, const int64_t **ids, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_half_deleted, DB_NO_ARGS, &rows);
    return answer_ids(ctx, err, &rows, ids, count);
}

enum err users_note_synced(struct ctx *ctx, int64_t user_id, int64_t version)
{
    return db_run(auth_of(ctx), &user_profile_synced, DB_ARGS(db_i64(user_id), db_i64(version)),
                  NULL);
}

enum err users_insert(struct ctx *ctx, struct str username, struct str display_name,
                      const char *password_hash, struct user_login *out)
{
    struct db_rows rows;
    enum err err = db_run(
        auth_of(ctx), &user_insert,
        DB_ARGS(db_text(username), db_text(display_name), db_text_or_null(str_from(password_hash))),
        &rows);
    if (err == ERR_CONFLICT)
        return ERR_USERNAME_TAKEN;
    if (err == ERR_NONE)
        read_login(ctx, &rows, out);
    return err;
}

enum err users_rehash(struct ctx *ctx, int64_t user_id, const char *old_hash, const char *new_hash)
{
    return db_run(
        auth_of(ctx), &user_rehash,
        DB_ARGS(db_i64(user_id), db_text(str_from(old_hash)), db_text(str_from(new_hash))), NULL);
}

enum err users_get_self(struct ctx *ctx, int64_t user_id, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_get_self, DB_ARGS(db_i64(user_id)), &rows);
    return answer_text(err, &rows, json);
}

enum err users_update(struct ctx *ctx, int64_t user_id, const struct user_patch *p,
                      struct str *json, bool *stays_invisible, struct str *old_avatar_url)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_update,
                          DB_ARGS(db_i64(user_id), db_bool(p->has_display_name),
                                  db_text_or_null(p->display_name), db_bool(p->has_bio),
                                  db_text_or_null(p->bio), db_bool(p->has_banner_color),
                                  db_text_or_null(p->banner_color), db_bool(p->has_status),
                                  db_text_or_null(p->status), db_bool(p->has_custom_status),
                                  db_text_or_null(p->custom_status), db_bool(p->has_avatar_url),
                                  db_text_or_null(p->avatar_url)),
                          &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    *json = db_get(&rows, 0, 0);
    *stays_invisible = db_get_bool(&rows, 0, 2);
    *old_avatar_url = db_get(&rows, 0, 3);
    if (!db_get_bool(&rows, 0, 1))
        users_sync_profile(ctx, user_id);
    return ERR_NONE;
}

enum err users_load(struct ctx *ctx, int64_t viewer_id, const int64_t *ids, size_t count,
                    struct user_list *out)
{
    size_t online_count;
    const int64_t *online = presence_of(ctx, ids, count, &online_count);
    return db_run(auth_of(ctx), &user_load,
                  DB_ARGS(db_i64s(ids, count), db_i64s(online, online_count), db_i64(viewer_id)),
                  &out->rows);
}

struct str users_in(const struct user_list *list, int64_t user_id)
{
    int low = 0, high = list->rows.count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int64_t id = db_get_i64(&list->rows, middle, 0);
        if (id == user_id)
            return db_get(&list->rows, middle, 1);
        if (id < user_id)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct str){0};
}

enum err users_list_json(struct ctx *ctx, const int64_t *ids, size_t count, struct str *json)
{
    struct user_list users;
    struct buf out;
    enum err err = users_load(ctx, ctx->user_id, ids, count, &users);
    if (err != ERR_NONE)
        return err;
    buf_init(&out, 1024 * 1024);
    for (size_t i = 0; i < count; i++) {
        struct str user = users_in(&users, ids[i]);
        if (user.len > 0 && out.len > 0)
            buf_add_char(&out, ',');
        buf_add(&out, user);
    }
    *json = arena_printf(ctx->arena, "[%.*s]", STR_FMT(buf_str(&out)));
    buf_cleanup(&out);
    return ERR_NONE;
}

/* `%`, `_` and `\` of what people type mean themselves. */
static struct str escape_like(struct ctx *ctx, struct str text)
{
    char *to = arena_alloc(ctx->arena, 2 * text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '%' || text.ptr[i] == '_' || text.ptr[i] == '\\')
            to[len++] = '\\';
        to[len++] = text.ptr[i];
    }
    return str_of(to, len);
}

enum err users_search_json(struct ctx *ctx, struct str text, int64_t limit, struct str *json)
{
    struct db_rows found;
    int64_t ids[100];
    enum err err =
        db_run(auth_of(ctx), &user_search,
               DB_ARGS(db_text(escape_like(ctx, text)), db_text(text), db_i64(limit)), &found);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < found.count; i++)
        ids[i] = db_get_i64(&found, i, 0);
    return users_list_json(ctx, ids, (size_t) found.count, json);
}

enum err users_load_profiles(struct ctx *ctx, const int64_t *ids, size_t count, struct profile *out)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_load_profiles, DB_ARGS(db_i64s(ids, count)), &rows);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < rows.count; i++)
        out[i] = (struct profile){db_get_i64(&rows, i, 0), db_get(&rows, i, 1),
                                  db_get(&rows, i, 2),     db_get(&rows, i, 3),
                                  db_get_i64(&rows, i, 4), db_get_bool(&rows, i, 5)};
    return (size_t) rows.count == count ? ERR_NONE : ERR_NOT_FOUND;
}

enum err profiles_upsert(struct db *db, const struct profile *p)
{
    return db_run(db, &profile_upsert,
                  DB_ARGS(db_i64(p->user_id), db_text(p->username), db_text(p->display_name),
                          db_text_or_null(p->avatar_url), db_i64(p->version)),
                  NULL);
}

enum err profiles_upsert_all(struct ctx *ctx, struct db *db, const struct profile *profiles,
                             size_t count)
{
    int64_t *ids = arena_alloc(ctx->arena, (count + 1) * sizeof(*ids));
    int64_t *versions = arena_alloc(ctx->arena, (count + 1) * sizeof(*versions));
    struct str *texts = arena_alloc(ctx->arena, (3 * count + 1) * sizeof(*texts));
    struct str *usernames = texts, *names = texts + count, *avatars = texts + 2 * count;
    for (size_t i = 0; i < count; i++) {
        ids[i] = profiles[i].user_id;
        versions[i] = profiles[i].version;
        usernames[i] = profiles[i].username;
        names[i] = profiles[i].display_name;
        avatars[i] = profiles[i].avatar_url.ptr ? profiles[i].avatar_url : STR("");
    }
    return db_run(db, &profile_upsert_all,
                  DB_ARGS(db_i64s(ids, count), db_texts(usernames, count), db_texts(names, count),
                          db_texts(avatars, count), db_i64s(versions, count)),
                  NULL);
}

/* Returns whether the copy of one server is up to date. */
static bool sync_server(struct ctx *ctx, int64_t server_id, const struct profile *profile)
{
    struct db *db;
    enum err err = databases_get_server(ctx->worker->databases, server_id, &db);
    if (err == ERR_NOT_FOUND)
        return true;
    return err == ERR_NONE && profiles_upsert(db, profile) == ERR_NONE;
}

void users_sync_profile(struct ctx *ctx, int64_t user_id)
{
    struct profile profile;
    const int64_t *servers;
    size_t server_count;
    if (users_load_profiles(ctx, &user_id, 1, &profile) != ERR_NONE || profile.is_deleted ||
        memberships_of(ctx, user_id, &servers, &server_count) != ERR_NONE)
        return;
    bool done =
        profiles_upsert(databases_get(ctx->worker->databases, DB_DMS), &profile) == ERR_NONE;
    for (size_t i = 0; i < server_count; i++)
        done = sync_server(ctx, servers[i], &profile) && done;
    if (done)
        users_note_synced(ctx, user_id, profile.version);
    else
        log_warn("profile_not_synced", "user=%lld", (long long) user_id);
}

enum err users_get_status(struct ctx *ctx, int64_t user_id, struct str *status,
                          struct str *custom_status)
{
    struct db_rows rows;
    enum err err = db_run(auth_of(ctx), &user_get_status, DB_ARGS(db_i64(user_id)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    *status = db_get(&rows, 0, 0);
    *custom_status = db_get(&rows, 0, 1);
    return ERR_NONE;
}
