/* Whether the caller may: the questions every handler asks before it touches anything.
 *
 * What one may not see does not exist: ERR_NOT_FOUND. What one may see but not do: ERR_FORBIDDEN.
 */
#ifndef OHKAY_CGI_ACCESS_H
#define OHKAY_CGI_ACCESS_H

#include "cgi/store/channels.h"

/* The caller in a server, or in one of its channels. */
struct access {
    int64_t server_id;
    int64_t channel_id; /* 0 for the server as a whole */
    struct db *db;      /* the server's database */
    uint64_t needed;    /* in the channel, as it was asked for */
    uint64_t permissions;
    bool is_owner;
    bool is_silenced; /* timed out: he keeps what it takes to read, and may not write in any way */
    int64_t highest_position; /* of his roles; for the server as a whole only */
    struct str
        room; /* where events of this place go: the channel's when not everybody may see it */
    bool is_textual;
};

/* For the {serverId} of the path: the caller is a member and has all of `needed` (0: nothing
 * special). */
enum err access_server(struct ctx *ctx, uint64_t needed, struct access *out);

/* The same, holding the server's order lock (see order.h): what it says cannot change any more
 * until the events are out. For whoever changes the server. */
enum err access_server_held(struct ctx *ctx, uint64_t needed, struct access *out);

/* For the {serverId} and {channelId} of the path: he also may see the channel. */
enum err access_channel(struct ctx *ctx, uint64_t needed, struct access *out);

/* The same with the server's order lock held: for whoever changes a channel itself. */
enum err access_channel_held(struct ctx *ctx, uint64_t needed, struct access *out);

/* As access_channel, for a place that is not of the path. */
enum err access_channel_at(struct ctx *ctx, int64_t server_id, int64_t channel_id, uint64_t needed,
                           struct access *out);

/* As access_channel, for a channel that holds messages; for others ERR_NOT_TEXTUAL. */
enum err access_messages(struct ctx *ctx, uint64_t needed, struct access *out);

/* The same in two steps, for what is only read: what is asked of out->db between them comes in the
 * same round trip, and is thrown away when the answer is no. When the first step fails there is no
 * second. */
enum err access_messages_ask(struct ctx *ctx, uint64_t needed, struct access *out);
enum err access_messages_answer(struct ctx *ctx, struct access *out);

/* Take the order lock of that channel (see order.h), before writing to it, and look again what the
 * caller may and where its events go: that cannot change any more until they are out. Errors are
 * those of the first look; what else a handler demands it asks after this. */
enum err access_hold(struct ctx *ctx, struct access *a);

/* Where events of the channel go, when it is known anew whether every member may see it. */
void access_set_room(struct ctx *ctx, struct access *a, bool is_open);

static inline bool access_has(const struct access *a, uint64_t needed)
{
    return (a->permissions & needed) == needed;
}

/* Whether the caller stands above a member, so that he may act on him: the owner above everybody,
 * others above whoever has lower roles, and nobody above the owner or himself. ERR_NOT_FOUND when
 * that one is not a member, ERR_FORBIDDEN when he does not. */
enum err access_above(struct ctx *ctx, const struct access *a, int64_t user_id);

#endif
