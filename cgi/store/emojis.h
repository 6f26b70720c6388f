/* Custom emoji of a server (server.emojis). */
#ifndef OHKAY_CGI_STORE_EMOJIS_H
#define OHKAY_CGI_STORE_EMOJIS_H

#include "cgi/ctx.h"

/* All of them as a JSON array, the oldest first. */
enum err emojis_list_json(struct db *db, struct str *json);

/* Add one of the caller's. ERR_TOO_MANY_EMOJIS when the server has `most` already. */
enum err emojis_insert(struct ctx *ctx, struct db *db, struct str name, struct str url,
                       bool animated, int64_t most, int64_t *emoji_id, struct str *json);

/* Take one away; gives what it was. ERR_NOT_FOUND. */
enum err emojis_remove(struct db *db, int64_t emoji_id, struct str *url, struct str *json);

#endif
