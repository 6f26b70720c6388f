/* Blocks: people one does not want to hear from. */
#include "cgi/store/blocks.h"
#include "cgi/routes.h"
#include "cgi/store/users.h"
#include "cgi/validate.h"

enum err blocks_list(struct ctx *ctx)
{
    struct str json;
    enum err err = blocks_list_json(ctx, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "blocks", json);
    return err;
}

enum err blocks_get(struct ctx *ctx)
{
    struct str json;
    enum err err = blocks_get_json(ctx, ctx_param_id(ctx, "userId"), &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "block", json);
    return err;
}

enum err blocks_put(struct ctx *ctx)
{
    int64_t user_id = ctx_param_id(ctx, "userId");
    struct profile profile;
    if (user_id == ctx->user_id) {
        input_invalid(ctx, "userId", "must be somebody else");
        return ERR_INVALID_INPUT;
    }
    enum err err = users_load_profiles(ctx, &user_id, 1, &profile);
    if (err == ERR_NONE)
        err = blocks_add(ctx, user_id);
    ctx_reply_nothing(ctx);
    return err;
}

enum err blocks_delete(struct ctx *ctx)
{
    enum err err = blocks_remove(ctx, ctx_param_id(ctx, "userId"));
    ctx_reply_nothing(ctx);
    return err;
}
