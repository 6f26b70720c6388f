/* Bans of a server (server.bans): who may not come in, and who said so. */
#ifndef OHKAY_CGI_STORE_BANS_H
#define OHKAY_CGI_STORE_BANS_H

#include "cgi/store/pages.h"
#include "cgi/store/users.h"

/* Whether a user may come into the server: ERR_BANNED when not. Ask it while holding the server's
 * order lock, so that the answer still holds when he is let in. */
enum err bans_check(struct db *db, int64_t user_id);

/* A page of the bans, by the ids of the users, as a JSON array. */
enum err bans_list_json(struct db *db, const struct page *page, struct str *json);

/* One ban as JSON. ERR_NOT_FOUND. */
enum err bans_get_json(struct db *db, int64_t user_id, struct str *json);

/* Ban a user, in the caller's name. Who is banned already stays so, with the new reason if there is
 * one. `reason` may have a NULL pointer. `*before` and `*after` are for the audit log. */
enum err bans_insert(struct ctx *ctx, struct db *db, const struct profile *whom, struct str reason,
                     struct str *before, struct str *after);

/* Lift a ban. `*before` is for the audit log. ERR_NOT_FOUND. */
enum err bans_remove(struct db *db, int64_t user_id, struct str *before);

/* The messages that went, a row for so many of one channel: channel id, whether every member may
 * see it, the event's payload. */
struct deleted_messages {
    struct db_rows rows;
};

/* Mark as deleted what a user wrote in the last hours, in all channels, and set the counts right.
 * The caller holds the server's order lock. */
enum err bans_delete_messages(struct db *db, int64_t server_id, int64_t user_id, int64_t hours,
                              struct deleted_messages *out);

#endif
