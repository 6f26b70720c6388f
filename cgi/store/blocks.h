/* Who does not want to hear from whom (dms.blocks). */
#ifndef OHKAY_CGI_STORE_BLOCKS_H
#define OHKAY_CGI_STORE_BLOCKS_H

#include "cgi/ctx.h"

/* The caller's blocks, the newest first and at most 1,000, as a JSON array. */
enum err blocks_list_json(struct ctx *ctx, struct str *json);

/* One of them. ERR_NOT_FOUND. */
enum err blocks_get_json(struct ctx *ctx, int64_t user_id, struct str *json);

/* Block a user who is known to exist; nothing happens when he is blocked already. When this
 * returns, nothing of his is being written to the caller any more, and nothing will be. */
enum err blocks_add(struct ctx *ctx, int64_t user_id);

/* Block him no longer, if he was. */
enum err blocks_remove(struct ctx *ctx, int64_t user_id);

#endif
