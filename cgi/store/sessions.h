/* Login sessions and their refresh tokens (auth.sessions). */
#ifndef OHKAY_CGI_STORE_SESSIONS_H
#define OHKAY_CGI_STORE_SESSIONS_H

#include "cgi/ctx.h"

/* ERR_NONE while the user's session lives, ERR_SESSION_ENDED otherwise. */
enum err sessions_check(struct ctx *ctx, int64_t session_id, int64_t user_id);

/* Begin a session with its first refresh token, in one statement, for an account whose password was
 * proven: `password_hash` (NULL: none) is what it was proven against. ERR_CONFLICT when that is not
 * the account's any more. */
enum err sessions_begin(struct ctx *ctx, int64_t user_id, const char *password_hash,
                        struct str refresh_hash, int64_t *session_id);

/* The caller's sessions that can still be used, the one used last first and at most 1,000, as a
 * JSON array. */
enum err sessions_list_json(struct ctx *ctx, struct str *json);

/* Exchange a refresh token. Returns ERR_NONE, or ERR_REFRESH_INVALID with `*session_id` set when
 * the token was used before: the caller then ends that session; 0 when the token is unknown, too
 * old, or its session over. */
enum err sessions_rotate(struct ctx *ctx, struct str old_hash, struct str new_hash,
                         int64_t *session_id, int64_t *user_id);

/* End a session; nothing happens when it is over already. */
enum err sessions_end(struct ctx *ctx, int64_t session_id, const char *reason);

/* End a session of the caller. `*was_alive` tells whether it was not over already; ERR_NOT_FOUND
 * when he has no such session. */
enum err sessions_end_own(struct ctx *ctx, int64_t session_id, const char *reason, bool *was_alive);

/* End all of a user's sessions but one (0: all), inside the transaction that gives the reason.
 * `*ids` are those that were alive. */
enum err sessions_end_all(struct ctx *ctx, int64_t user_id, int64_t except_id, const char *reason,
                          const int64_t **ids, size_t *count);

/* Those that ended for that reason so lately that a token of theirs may still be about. */
enum err sessions_ended_lately(struct ctx *ctx, int64_t user_id, const char *reason,
                               const int64_t **ids, size_t *count);

/* Delete sessions that ended or were last used long ago, and tokens that were used long ago. */
enum err sessions_sweep(struct ctx *ctx, int64_t *count);

#endif
