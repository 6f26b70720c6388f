/* Pinned messages of a server's channels (server.messages.pinned_at). Hold the channel to write. */
#ifndef OHKAY_CGI_STORE_PINS_H
#define OHKAY_CGI_STORE_PINS_H

#include "cgi/ctx.h"

/* What came of it: the numbers are those of the statements. */
enum pin_result {
    PIN_CHANGED,
    PIN_AS_IT_WAS,
    PIN_TOO_MANY, /* the channel has 50 already */
};

/* The pinned messages of a channel as a JSON array, what was pinned last first. */
enum err pins_list_json(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                        struct str *json);

/* Pin a message, or take its pin away. ERR_NOT_FOUND when there is no such message. */
enum err pins_set(struct db *db, int64_t channel_id, int64_t message_id, bool is_pinned,
                  enum pin_result *out);

#endif
