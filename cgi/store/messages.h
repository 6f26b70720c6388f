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
    MESSAGE_SLOWED,   /* not stored: the author has to wait */
};

/* A message after it was stored. */
struct message_stored {
    struct str json; /* as its author sees it */
    enum message_written written;
    bool is_open;                          /* every member may see its channel, now */
    int64_t message_count, everyone_count; /* of the channel, now */
};

/* What is about to be written. message_input reads it, and asks the author's rights what they make
 * of it; everything behind the mentions may stay 0. */
struct message_draft {
    struct str content;
    int64_t reply_to_id;     /* 0: none */
    struct str nonce;        /* a NULL pointer: none */
    const int64_t *mentions; /* users */
    size_t mention_count;
    const int64_t *role_mentions;
    size_t role_mention_count;
    bool mentions_everyone;
    bool may_mention_all; /* roles that are not mentionable, too */
    bool passes_slowmode;
    const int64_t *attachment_ids; /* of the author's uploads */
    size_t attachment_count;
    struct str attachments;    /* JSON of them, once they are claimed: see store/uploads.h */
    int64_t webhook_id;        /* 0: the caller writes, and not a webhook */
    struct str author, embeds; /* JSON, of a webhook's message: no user wrote it */
};

/* Store a message by the caller, whose own reading thereby reaches it, and count the mentions of
 * members; all in one statement. With the nonce of one he wrote there within a day, nothing is
 * stored, that one is given, and `out->written` says so. The channel's order lock is taken in the
 * same round trip. ERR_NOT_FOUND when the message replied to is not there, or the caller is no
 * member any more; ERR_SLOWMODE, with the context's retry_after_s, when he wrote too recently. With
 * attachments, which are stored in the same transaction, the lock is held already, and ERR_CONFLICT
 * says that another message has one of them. */
enum err messages_insert(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                         const struct message_draft *draft, struct message_stored *out);

/* Ask for a page of a channel, and take it: a JSON array in the order of time, as the caller sees
 * it. */
void messages_send_page(const struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                        const struct page *page);
enum err messages_take_page(struct db *db, struct str *json);

/* One message as JSON. ERR_NOT_FOUND. */
enum err messages_get_json(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                           int64_t message_id, struct str *json);

/* What it said before, as a JSON array of the last 100 texts, the oldest first, and who wrote it.
 * ERR_NOT_FOUND. */
enum err messages_edits_json(struct db *db, int64_t channel_id, int64_t message_id,
                             int64_t *author_id, struct str *json);

/* A message after an edit. */
struct message_edited {
    struct str json;        /* as its author sees it */
    struct str shared_json; /* as everybody hears of it: whoever reacted, `me` is false */
    bool changed;           /* false: it said so already, and is as it was */
    bool recounted;         /* it is counted for others than before */
};

/* Change text and mentions of a message of the caller's, the rest of the draft aside; what it said
 * is kept. Hold the channel. ERR_NOT_FOUND, or ERR_FORBIDDEN when another wrote it. */
enum err messages_update(struct ctx *ctx, struct db *db, int64_t server_id, int64_t channel_id,
                         int64_t message_id, const struct message_draft *draft,
                         struct message_edited *out);

/* Mark it deleted and set the counts right: the caller's own, or with `may_any` anybody's. Hold the
 * channel. `*author_id` is who wrote it, a user or a webhook. ERR_NOT_FOUND when it was deleted
 * already, ERR_FORBIDDEN when it is another's. */
enum err messages_remove(struct ctx *ctx, struct db *db, int64_t channel_id, int64_t message_id,
                         bool may_any, int64_t *author_id);

/* The same for those of `ids` that are there; `*gone` says in order which were. ERR_NOT_FOUND when
 * none was. */
enum err messages_remove_many(struct ctx *ctx, struct db *db, int64_t channel_id,
                              const int64_t *ids, size_t count, const int64_t **gone,
                              size_t *gone_count);

#endif
