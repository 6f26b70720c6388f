#include "cgi/resources/account.h"

#include "cgi/order.h"
#include "cgi/publish.h"
#include "cgi/resources/departure.h"
#include "cgi/store/dms.h"
#include "cgi/store/members.h"
#include "cgi/store/memberships.h"
#include "cgi/store/servers.h"
#include "cgi/store/sessions.h"
#include "cgi/store/upload_drops.h"
#include "shared/crypto.h"
#include "shared/log.h"

#define DELETED "account_deleted"

bool account_opens(const struct user_login *user, struct str password, bool *outdated)
{
    bool ignored;
    if (user->id != 0 && !user->password_hash)
        return !password.ptr; /* as open as the server password is */
    if (!password.ptr)
        return false;
    return crypto_password_check(password, user->password_hash, outdated ? outdated : &ignored) &&
           user->id != 0;
}

void account_tell_ended(struct ctx *ctx, const int64_t *session_ids, size_t count,
                        const char *reason)
{
    for (size_t i = 0; i < count; i++)
        ctx_end_session(ctx, session_ids[i], reason);
    ctx_settle(ctx);
}

/* --- deleting ----------------------------------------------------------------------------------
 */

/* Take him out of a server as if he left, and show what he wrote there as a deleted user's. */
static enum err leave_server(struct ctx *ctx, int64_t server_id, const struct profile *profile)
{
    int64_t user_id = profile->user_id;
    struct db *db;
    struct member_standing standing;
    bool was_member, was_registered;
    enum err err = databases_get_server(ctx->worker->databases, server_id, &db);
    if (err == ERR_NOT_FOUND) /* being deleted itself */
        return ERR_NONE;
    if (err == ERR_NONE)
        err = order_take(ctx, db, ORDER_SERVER_KEY);
    if (err == ERR_NONE)
        err = profiles_upsert(db, profile);
    if (err == ERR_NONE)
        err = members_standing(db, user_id, &standing);
    if (err == ERR_NONE && standing.inputs.is_owner) {
        /* It was given to him at the last moment. A server has an owner, so he stays. */
        log_warn("server_of_deleted_owner", "server=%lld user=%lld", (long long) server_id,
                 (long long) user_id);
        return ERR_NONE;
    }
    if (err == ERR_NONE || err == ERR_NOT_FOUND)
        err = members_remove(db, user_id, &was_member);
    if (err != ERR_NONE)
        return err;
    if (was_member)
        departure_tell(ctx, server_id, user_id, "leave");
    ctx_settle(ctx);
    return memberships_remove(ctx, server_id, user_id, &was_registered);
}

static enum err leave_servers(struct ctx *ctx, const struct profile *profile)
{
    const int64_t *servers;
    size_t count;
    enum err err = memberships_of(ctx, profile->user_id, &servers, &count);
    for (size_t i = 0; err == ERR_NONE && i < count; i++) {
        err = leave_server(ctx, servers[i], profile);
        publish_so_far(ctx); /* one server's lock after the other's */
    }
    return err;
}

/* Where he was once, his messages are too. */
static enum err rename_in_former_servers(struct ctx *ctx, const struct profile *profile)
{
    const int64_t *servers;
    size_t count;
    enum err err = memberships_former(ctx, profile->user_id, &servers, &count);
    for (size_t i = 0; err == ERR_NONE && i < count; i++) {
        struct db *db;
        err = databases_get_server(ctx->worker->databases, servers[i], &db);
        if (err == ERR_NONE)
            err = profiles_upsert(db, profile);
        else if (err == ERR_NOT_FOUND)
            err = ERR_NONE;
    }
    return err;
}

/* Everything behind the account itself. Each step can be done again; the last one notes that all
 * were done. */
static enum err finish(struct ctx *ctx, int64_t user_id)
{
    const int64_t *sessions;
    size_t count;
    struct profile profile;
    enum err err = sessions_ended_lately(ctx, user_id, DELETED, &sessions, &count);
    if (err == ERR_NONE) {
        account_tell_ended(ctx, sessions, count, DELETED);
        publish_so_far(ctx);
        err = users_load_profiles(ctx, &user_id, 1, &profile);
    }
    if (err == ERR_NONE)
        err = dms_bury(ctx, &profile);
    if (err == ERR_NONE)
        err = leave_servers(ctx, &profile);
    if (err == ERR_NONE)
        err = rename_in_former_servers(ctx, &profile);
    if (err == ERR_NONE)
        err = upload_drops_user(ctx, user_id);
    if (err == ERR_NONE)
        err = users_note_synced(ctx, user_id, profile.version);
    return err;
}

enum err account_delete(struct ctx *ctx, const struct user_login *user)
{
    const int64_t *sessions;
    size_t count;
    bool owns;
    enum err err = servers_owned(ctx, user->id, &owns);
    if (err == ERR_NONE && owns)
        err = ERR_OWNER_MUST_TRANSFER;
    if (err == ERR_NONE)
        err = ctx_begin(ctx, databases_get(ctx->worker->databases, DB_AUTH));
    if (err == ERR_NONE)
        err = users_bury(ctx, user);
    if (err == ERR_NONE)
        err = sessions_end_all(ctx, user->id, 0, DELETED, &sessions, &count);
    if (err == ERR_NONE)
        err = ctx_commit(ctx);
    if (err != ERR_NONE)
        return err;
    /* The account is deleted, whatever comes now. */
    if (finish(ctx, user->id) != ERR_NONE)
        log_warn("deletion_unfinished", "user=%lld", (long long) user->id);
    return ERR_NONE;
}

enum err account_sweep(struct ctx *ctx, int64_t *count)
{
    const int64_t *users;
    size_t user_count;
    enum err worst = users_half_deleted(ctx, &users, &user_count);
    if (worst != ERR_NONE)
        return worst;
    for (size_t i = 0; i < user_count; i++) {
        enum err err = finish(ctx, users[i]);
        publish_so_far(ctx);
        *count += err == ERR_NONE ? 1 : 0;
        worst = err == ERR_NONE ? worst : err;
    }
    return worst;
}
