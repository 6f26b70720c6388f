#include "cgi/resources/entrance.h"

#include "cgi/order.h"
#include "cgi/payload.h"
#include "cgi/store/bans.h"
#include "cgi/store/members.h"
#include "cgi/store/memberships.h"
#include "cgi/store/summaries.h"
#include "shared/room.h"

enum err entrance_open(struct ctx *ctx, int64_t server_id, struct db **db)
{
    enum err err = databases_get_server(ctx->worker->databases, server_id, db);
    if (err == ERR_NONE)
        err = order_take_for_one(ctx, *db);
    return err == ERR_NONE ? bans_check(*db, ctx->user_id) : err;
}

enum err entrance_enter(struct ctx *ctx, int64_t server_id, struct db *db, uint64_t *permissions)
{
    struct profile profile;
    struct member_standing standing;
    struct str member;
    bool joined = false;
    enum err err = users_load_profiles(ctx, &ctx->user_id, 1, &profile);
    /* Who deletes the account meanwhile leaves after this, or does not come in: the registry has
     * noted him by now, so either his leaving finds that, or he is seen to be deleted here. */
    if (err == ERR_NONE && profile.is_deleted) {
        memberships_remove(ctx, server_id, ctx->user_id, &joined);
        return ERR_SESSION_ENDED;
    }
    if (err == ERR_NONE)
        err = members_add(db, &profile, &joined);
    if (err == ERR_NONE)
        err = members_standing(db, ctx->user_id, &standing);
    if (err == ERR_NONE && joined)
        err = members_get_json(ctx, db, 0, ctx->user_id, &member);
    if (err != ERR_NONE)
        return err;
    if (joined)
        ctx_emit(ctx, EVENT_member_joined, room_server(ctx->arena, server_id),
                 PAYLOAD(ctx, PAYLOAD_I64("serverId", server_id), PAYLOAD_JSON("member", member)));
    ctx_settle(ctx);
    /* So that his list of servers need not compute it. */
    if (joined)
        summaries_load(ctx, &(struct summary){.server_id = server_id}, 1);
    *permissions = permissions_resolve(&standing.inputs);
    return ERR_NONE;
}
