/* Channels of a server (server.channels), what a member may do in one, and what he has read. */
#ifndef OHKAY_CGI_STORE_CHANNELS_H
#define OHKAY_CGI_STORE_CHANNELS_H

#include "cgi/store/members.h"

/* A channel as access decides about it. */
struct channel_standing {
    struct permission_inputs inputs;
    bool is_open;    /* every member may see it */
    bool is_textual; /* text or announcement: messages can be there */
};

/* Read it for one member. ERR_NOT_FOUND when the channel does not exist, or the user is not a
 * member. */
enum err channels_standing(struct db *db, int64_t channel_id, int64_t user_id,
                           struct channel_standing *out);

/* Ask for it, and take the answer: for access_hold. */
void channels_send_standing(struct db *db, int64_t channel_id, int64_t user_id);
enum err channels_take_standing(struct db *db, struct channel_standing *out);

/* The channels the caller may see, in order, as a JSON array. ERR_NOT_FOUND when he is not a
 * member. */
enum err channels_list_json(struct ctx *ctx, struct db *db, struct str *json);

/* One channel as JSON, with the caller's unread counts. ERR_NOT_FOUND. */
enum err channels_get_json(struct ctx *ctx, struct db *db, int64_t channel_id, struct str *json);

struct channel_draft {
    struct str name, type, description, topic; /* the last two may have NULL pointers */
    int64_t parent_id;                         /* 0: none */
    int64_t position;                          /* -1: behind the others */
    int64_t slowmode_seconds;
    bool nsfw;
};

/* Create a channel. ERR_NOT_FOUND when the parent is not a category of this server. */
enum err channels_insert(struct db *db, int64_t server_id, const struct channel_draft *draft,
                         struct str *json);

/* Note that a member has read up to a message. Going back is not possible. `*last_read_id` is where
 * he stands now. ERR_NOT_FOUND when the channel has no such message. */
enum err channels_mark_read(struct db *db, int64_t channel_id, int64_t user_id, int64_t message_id,
                            int64_t *last_read_id);

/* The private channels a member may see: their rooms are not the server's. Ids in the arena. */
enum err channels_private_visible(struct ctx *ctx, struct db *db, int64_t user_id,
                                  const int64_t **ids, size_t *count);

/* Which of `user_ids` are members, and which private channels each of them may see. */
struct channel_rights {
    const bool *is_member; /* one a user */
    size_t user_count, channel_count;
    const int64_t *channel_ids;
    const bool *may_see; /* channel by channel, one a user */
};

/* Read them for many users at once; all in the arena. Two statements, however many there are:
 * members whose roles are the same and who have no overwrites of their own may see the same, so
 * that one of them goes through the permission rule for all. */
enum err channels_rights(struct ctx *ctx, struct db *db, const int64_t *user_ids, size_t count,
                         struct channel_rights *out);

#endif
