/* Which users are here, and what the world still has to be told about it.
 *
 * A user comes with the first socket and goes 5 s after the last, unless one came back meanwhile:
 * reloading a page is not news. For each user at most one announcement is under way; what changed
 * while it was is settled after it. Pure: the caller gives the time and does the telling. */
#ifndef OHKAY_PUSHD_HUB_PRESENCE_H
#define OHKAY_PUSHD_HUB_PRESENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PRESENCE_GRACE_MS = 5000, PRESENCE_RETRY_MS = 3000, PRESENCE_STATUS_SIZE = 12 };

struct presence;

/* To be told: `user_id` is here now, or went. */
struct presence_change {
    int64_t user_id;
    int64_t session_id; /* of the user's latest socket */
    bool online;
};

struct presence *presence_create(void);
void presence_destroy(struct presence *p);

/* One more, or one less, socket of that user. */
void presence_enter(struct presence *p, int64_t user_id, int64_t session_id);
void presence_leave(struct presence *p, int64_t user_id, uint64_t now_ms);

/* Take the next change that is due. Each must be answered by presence_told. Returns false when
 * nothing is. */
bool presence_take(struct presence *p, uint64_t now_ms, struct presence_change *out);

/* The change was told; or was not, and shall be tried again after PRESENCE_RETRY_MS. */
void presence_told(struct presence *p, int64_t user_id, bool online, bool told, uint64_t now_ms);

/* What is being told about the user may be old: tell it once more behind it. Does nothing when
 * nothing is being told. */
void presence_tell_again(struct presence *p, int64_t user_id);

/* When presence_take may have something next; UINT64_MAX when only after another call. */
uint64_t presence_due_ms(const struct presence *p);

/* Whether the user has a socket here. */
bool presence_is_here(const struct presence *p, int64_t user_id);

/* Remember, and give, what the user chose to be seen as: a short text, cut at
 * PRESENCE_STATUS_SIZE − 1. NULL while unknown, or when the user is not here. */
void presence_set_status(struct presence *p, int64_t user_id, const char *status);
const char *presence_status(const struct presence *p, int64_t user_id);

/* Call `visit` for everybody who is known to be here and whose status is known. */
void presence_each(struct presence *p,
                   void (*visit)(void *ctx, int64_t user_id, const char *status), void *ctx);

#endif
