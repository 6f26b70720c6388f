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

/* One channel as JSON, with a member's unread counts (0: nobody's, for events). ERR_NOT_FOUND. */
enum err channels_get_json(struct db *db, int64_t channel_id, int64_t viewer_id, struct str *json);

/* That JSON with what the caller may do there. */
struct str channels_json_for(struct ctx *ctx, struct str json, uint64_t permissions);

struct channel_draft {
    struct str name, type, description, topic; /* the last two may have NULL pointers */
    int64_t parent_id;                         /* 0: none */
    int64_t position;                          /* -1: behind the others */
    int64_t slowmode_seconds;
    bool nsfw;
};

/* Create a channel with the overwrites of its category. ERR_CONFLICT when there are `most` already.
 * Whether every member may see it is to be written down then (rights_renew_openness). */
enum err channels_insert(struct db *db, const struct channel_draft *draft, size_t most,
                         int64_t *channel_id);

/* What a change speaks of. */
struct channel_patch {
    struct str name; /* a NULL pointer: as it is */
    bool has_description, has_topic, has_nsfw;
    struct str description, topic; /* a NULL pointer: none */
    bool nsfw;
    int64_t position, slowmode_seconds; /* -1: as it is */
    int64_t parent_id;                  /* -1: as it is; 0: none */
};
enum err channels_update(struct db *db, int64_t channel_id, const struct channel_patch *patch);

/* Where a channel stands, and what the caller may do in it. */
struct channel_place {
    int64_t channel_id, position;
    int64_t parent_id; /* 0: none */
    bool is_open, is_category;
    uint64_t permissions;
};

/* All channels, whether the caller may see them or not, by their ids. In the arena. */
enum err channels_survey(struct ctx *ctx, struct db *db, struct channel_place **places,
                         size_t *count);

/* Put channels to their places. */
enum err channels_place(struct ctx *ctx, struct db *db, const struct channel_place *places,
                        size_t count);

/* Delete a channel with all that is in it. `*orphans` are the channels it was the category of: they
 * stay, in none. */
enum err channels_remove(struct ctx *ctx, struct db *db, int64_t channel_id,
                         struct channel_place **orphans, size_t *count);

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
