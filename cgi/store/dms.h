/* Conversations and their messages (dms). */
#ifndef OHKAY_CGI_STORE_DMS_H
#define OHKAY_CGI_STORE_DMS_H

#include "cgi/store/messages.h"
#include "cgi/store/users.h"

/* A conversation the caller takes part in. */
struct conversation {
    int64_t id;
    const int64_t *participants; /* everybody, the caller too; in the arena */
    size_t count;
    bool is_group;
    bool may_write; /* false: the other of two blocked the caller, or is deleted */
};

/* Find it. ERR_NOT_FOUND when the caller does not take part. */
enum err dms_find(struct ctx *ctx, int64_t conversation_id, struct conversation *out);

/* The same under its order lock (see order.h), taken in the same round trip: who takes part and
 * whether the caller may write stay so until the request's events are out. */
enum err dms_hold(struct ctx *ctx, int64_t conversation_id, struct conversation *out);

/* The caller's conversations, the newest activity first and at most 1,000, as a JSON array. */
enum err dms_list_json(struct ctx *ctx, struct str *json);

/* One of the caller's conversations as JSON, its people as the viewer may see them (see
 * users_load). ERR_NOT_FOUND when he does not take part. */
enum err dms_get_json(struct ctx *ctx, int64_t conversation_id, int64_t viewer_id,
                      struct str *json);

/* The same as everybody in it hears of it: without what is the reader's own. ERR_NOT_FOUND. */
enum err dms_get_shared_json(struct ctx *ctx, int64_t conversation_id, struct str *json);

/* Find or create the conversation of the caller and one other. `*created` tells which;
 * ERR_NOT_FOUND when there is no such user, ERR_FORBIDDEN when it would be new and he blocked the
 * caller or is deleted. */
enum err dms_open_pair(struct ctx *ctx, int64_t user_id, int64_t *conversation_id, bool *created);

/* Create a group of the caller and others. ERR_NOT_FOUND when one of them does not exist,
 * ERR_FORBIDDEN when one blocked the caller or is deleted. */
enum err dms_create_group(struct ctx *ctx, const int64_t *user_ids, size_t count,
                          int64_t *conversation_id);

/* Take the caller out of a group that is held, in a transaction; the last one takes the group with
 * its messages with him. `*json` is the shared form without him. */
enum err dms_leave(struct ctx *ctx, const struct conversation *c, struct str *json);

/* Everybody who shares a conversation with the user, in the arena; at most 1,000. */
enum err dms_peers(struct ctx *ctx, int64_t user_id, const int64_t **ids, size_t *count);

/* Show what a deleted user wrote as a deleted user's, let nobody write to him in a conversation of
 * two, and forget whom he blocked. */
enum err dms_bury(struct ctx *ctx, const struct profile *profile);

/* As their counterparts of channels, see messages.h and channels.h; those that write, in a
 * conversation that is held. Of an edited message `*own` is the JSON for its author. */
enum err dms_insert_message(struct ctx *ctx, int64_t conversation_id,
                            const struct message_draft *draft, struct message_stored *out);
enum err dms_list_messages_json(struct ctx *ctx, int64_t conversation_id, const struct page *page,
                                struct str *json);
enum err dms_get_message_json(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                              struct str *json);
enum err dms_message_author(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                            int64_t *author_id);
enum err dms_update_message(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                            const struct message_draft *draft, struct str *json, struct str *own);
enum err dms_delete_message(struct ctx *ctx, int64_t conversation_id, int64_t message_id);
enum err dms_mark_read(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                       int64_t *last_read_id);

#endif
