/* Uploaded files: who has them and what they are for (registry.uploads), and the copies of that
 * where messages are (attachments). */
#ifndef OHKAY_CGI_STORE_UPLOADS_H
#define OHKAY_CGI_STORE_UPLOADS_H

#include "cgi/ctx.h"

/* What is known of a file when it was stored. */
struct upload_draft {
    struct str key, url, thumbnail_url; /* thumbnail_url: a NULL pointer without one */
    struct str file_name, content_type;
    int64_t size;
    int width, height; /* 0: no picture */
    bool animated;
};

/* How much of a user's may wait for a message to name it. */
struct upload_bounds {
    int64_t count, bytes;
};

/* Whether the caller may store `size` more bytes now. ERR_TOO_MANY_FILES. */
enum err uploads_check_room(struct ctx *ctx, const struct upload_bounds *bounds, int64_t size);

/* Store a row of the caller's; `*json` is the attachment. ERR_TOO_MANY_FILES when that would pass
 * the bounds, however many he stores at once. */
enum err uploads_insert(struct ctx *ctx, const struct upload_draft *draft,
                        const struct upload_bounds *bounds, struct str *json);

/* Give up a file of the caller's that nothing names. ERR_NOT_FOUND. */
enum err uploads_drop_unnamed(struct ctx *ctx, int64_t upload_id);

/* What a file is for. */
enum upload_place { UPLOAD_UNNAMED, UPLOAD_IN_CHANNEL, UPLOAD_IN_CONVERSATION, UPLOAD_PUBLIC };

struct upload {
    int64_t id, user_id;
    enum upload_place place;
    int64_t server_id, channel_id; /* UPLOAD_IN_CHANNEL */
    int64_t conversation_id;       /* UPLOAD_IN_CONVERSATION */
    struct str thumbnail_url, file_name, content_type;
    int64_t size;
};

/* Find one that was not dropped. ERR_NOT_FOUND. */
enum err uploads_find(struct ctx *ctx, struct str key, struct upload *out);

/* Whether a message names the file now. `*is_stored` tells whether any does or ever did: a message
 * that is being written does not yet. */
enum err uploads_channel_names(struct db *db, const struct upload *upload, bool *is_named,
                               bool *is_stored);

/* The same in a conversation, for the caller: nothing is named there for those who do not take
 * part. */
enum err uploads_conversation_names(struct ctx *ctx, const struct upload *upload, bool *is_named,
                                    bool *is_stored);

/* Claim the caller's uploads for a place, for a message about to be stored there, all or none.
 * Gives them as a JSON array for ATTACHMENTS_INSERT, in the order of `ids`. What the place has
 * already may be claimed for it again: its database knows whether that is the same message,
 * repeated. Call it with the place's lock held. ERR_CONFLICT when one is not his, or not free. */
enum err uploads_claim(struct ctx *ctx, struct str place, const int64_t *ids, size_t count,
                       struct str *json);

/* No message came of it, the lock is still held: what is in no message of the place is free again.
 */
void uploads_unclaim(struct ctx *ctx, struct str place, const int64_t *ids, size_t count);

/* The message is committed: nobody need ask the place whether it has them. A cut before this leaves
 * claims, which the sweep settles. */
void uploads_bind(struct ctx *ctx, struct str place, const int64_t *ids, size_t count);

/* Claim the caller's upload that nothing names for an avatar, icon or emoji, if it is a picture: of
 * several who want it one gets it. ERR_NOT_FOUND. `*key` and `*content_type` are borrowed. */
enum err uploads_claim_picture(struct ctx *ctx, int64_t upload_id, struct str place,
                               struct str *key, struct str *content_type);

/* What was claimed is for everybody from now on, at `url`, as a WebP of `size` bytes. */
enum err uploads_publish(struct ctx *ctx, int64_t upload_id, struct str place, struct str url,
                         int64_t size);

/* What named an address of the place names it no more. */
void uploads_drop_public(struct ctx *ctx, struct str place, struct str url);

/* The names of places. */
struct str uploads_channel_place(struct ctx *ctx, int64_t server_id, int64_t channel_id);
struct str uploads_conversation_place(struct ctx *ctx, int64_t conversation_id);

#endif
