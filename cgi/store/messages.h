/* Messages of a server's channels (server.messages). */
#ifndef OHKAY_CGI_STORE_MESSAGES_H
#define OHKAY_CGI_STORE_MESSAGES_H

#include "cgi/ctx.h"
#include "cgi/store/pages.h"

/* What came of writing: the numbers are those of the statements. */
enum message_written {
    MESSAGE_NEW,
    MESSAGE_REPEATED, /* its nonce was used before: the earlier message is given */
    MESSAGE_GONE,     /* the same, and that one was deleted since */
};

/* A message after it was stored. */
struct message_stored {
    struct str json; /* as its author sees it */
    enum message_written written;
    bool is_open; /* every member may see its channel, now */
};

struct message_draft {
    struct str content;
    int64_t reply_to_id; /* 0: none */
    struct str nonce;    /* a NULL pointer: none */
    const int64_t *mentions;
    size_t mention_count;
};

/* Store a message by the caller, whose own reading thereby reaches it, and count the mentions of
 * members; all in one statement. With the nonce of one he wrote there within a day, nothing is
 * stored, that one is given, and `out->written` says so. The channel's order lock is taken in the
 * same round trip. ERR_NOT_FOUND when the message replied to is not there. */
enum err messages_insert(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                         const struct message_draft *draft, struct message_stored *out);

/* A page of a channel as a JSON array in the order of time, as the caller sees it. */
enum err messages_list_json(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                            const struct page *page, struct str *json);

/* One message as JSON. ERR_NOT_FOUND. */
enum err messages_get_json(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                           int64_t message_id, struct str *json);

/* Who wrote it. ERR_NOT_FOUND. */
enum err messages_author(struct db *db, int64_t channel_id, int64_t message_id, int64_t *author_id);

/* Change text and mentions, the rest of the draft aside; `*json` is the message as it is now.
 * ERR_NOT_FOUND. */
enum err messages_update(struct db *db, int64_t server_id, int64_t channel_id, int64_t message_id,
                         const struct message_draft *draft, struct str *json);

/* Mark it deleted and set the counts right. ERR_NOT_FOUND when it was already. */
enum err messages_remove(struct db *db, int64_t channel_id, int64_t message_id);

#endif
