/* Invites (registry.invites). */
#ifndef OHKAY_CGI_STORE_INVITES_H
#define OHKAY_CGI_STORE_INVITES_H

#include "cgi/ctx.h"

/* Create one by the caller; 0 is no limit. */
enum err invites_insert(struct ctx *ctx, struct str code, int64_t server_id, int64_t max_uses,
                        int64_t expires_in_hours, struct str *json);

/* Those of a server that can be used now, the newest first, at most 1000, as a JSON array. */
enum err invites_list_json(struct ctx *ctx, int64_t server_id, struct str *json);

/* Who made it. ERR_INVITE_NOT_FOUND. */
enum err invites_find_inviter(struct ctx *ctx, struct str code, int64_t server_id,
                              int64_t *inviter_id);

/* Delete one; `*before` is what it was, for the audit log. ERR_INVITE_NOT_FOUND. */
enum err invites_remove(struct ctx *ctx, struct str code, int64_t server_id, struct str *before);

/* What somebody without an account may know. ERR_INVITE_NOT_FOUND when it is unknown, used up or
 * expired. */
enum err invites_preview_json(struct ctx *ctx, struct str code, struct str *json);

/* Which server an invite leads to, whether or not it still can be used. ERR_INVITE_NOT_FOUND when
 * there is no such code. */
enum err invites_find_server(struct ctx *ctx, struct str code, int64_t *server_id);

/* Use an invite for the user, in one transaction: he is noted as a member and a use is counted, or
 * neither. Whoever is a member already uses up nothing. ERR_INVITE_NOT_FOUND when it is used up or
 * expired. The caller holds the server's order lock. */
enum err invites_use(struct ctx *ctx, struct str code, int64_t server_id, int64_t user_id);

/* Delete those that nobody could use for a week. */
enum err invites_sweep(struct ctx *ctx, int64_t *count);

#endif
