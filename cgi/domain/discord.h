/* What senders for Discord's webhooks get back: its shapes, its ids as strings. Pure. */
#ifndef OHKAY_CGI_DOMAIN_DISCORD_H
#define OHKAY_CGI_DOMAIN_DISCORD_H

#include "cgi/domain/mentions.h"
#include "shared/json.h"

/* A webhook as such a sender sees it. */
struct discord_webhook {
    int64_t id, server_id, channel_id;
    struct str name, token;
};

void discord_add_webhook(struct buf *out, const struct discord_webhook *webhook);

/* Write a message of the contract as Discord shows one that a webhook wrote. */
void discord_add_message(struct buf *out, struct json_object *message);

/* Leave of the mentions those that Discord's allowed_mentions lets through; NULL or null: all.
 * Returns false when it is not what it should be. */
bool discord_allow_mentions(struct json_object *allowed, struct mentions *mentions);

#endif
