/* Webhooks (registry.webhooks): addresses at which other programs write into a channel.
 *
 * An id is an author's id and never a user's. The token is shown once and stored as its hash. */
#ifndef OHKAY_CGI_STORE_WEBHOOKS_H
#define OHKAY_CGI_STORE_WEBHOOKS_H

#include "cgi/ctx.h"

enum { WEBHOOKS_PER_CHANNEL_MAX = 15, WEBHOOK_TOKEN_BYTES = 51 };

struct webhook {
    int64_t id, server_id, channel_id, creator_id;
    struct str name, avatar_url; /* the latter may have a NULL pointer */
};

/* Create one; fills in its id. The caller holds the server's order lock. ERR_CONFLICT when the
 * channel has WEBHOOKS_PER_CHANNEL_MAX. */
enum err webhooks_insert(struct ctx *ctx, struct webhook *webhook, struct str token);

/* One of a server's, by its id. ERR_NOT_FOUND. */
enum err webhooks_find(struct ctx *ctx, int64_t server_id, int64_t webhook_id, struct webhook *out);

/* The one with this id and token. An unknown id and a wrong token take the same time and are both
 * ERR_NOT_FOUND. */
enum err webhooks_check(struct ctx *ctx, int64_t webhook_id, struct str token, struct webhook *out);

/* JSON of one, as members see it: without its token. `db` is its server's database. */
enum err webhooks_json(struct ctx *ctx, struct db *db, const struct webhook *webhook,
                       struct str *json);

/* The server's webhooks in channels that the caller may see and whose webhooks he may manage, as a
 * JSON array. */
enum err webhooks_list_json(struct ctx *ctx, struct db *db, int64_t server_id, struct str *json);

/* What the audit log keeps of one. */
struct str webhooks_describe(struct ctx *ctx, const struct webhook *webhook);

/* ERR_NOT_FOUND when it was gone already. */
enum err webhooks_remove(struct ctx *ctx, int64_t server_id, int64_t webhook_id);

/* Remove those of a channel that is deleted. */
enum err webhooks_forget_channel(struct ctx *ctx, int64_t server_id, int64_t channel_id);

#endif
