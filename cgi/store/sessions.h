/* Login sessions and their refresh tokens (auth.sessions). */
#ifndef OHKAY_CGI_STORE_SESSIONS_H
#define OHKAY_CGI_STORE_SESSIONS_H

#include "cgi/ctx.h"

/* ERR_NONE while the user's session lives, ERR_SESSION_ENDED otherwise. */
enum err sessions_check(struct ctx *ctx, int64_t session_id, int64_t user_id);

/* Begin a session with its first refresh token, in one statement. */
enum err sessions_begin(struct ctx *ctx, int64_t user_id, struct str refresh_hash,
                        int64_t *session_id);

/* Exchange a refresh token. Returns ERR_NONE, or ERR_REFRESH_INVALID with `*session_id` set when
 * the token was used before: the caller then ends that session; 0 when the token is unknown, too
 * old, or its session over. */
enum err sessions_rotate(struct ctx *ctx, struct str old_hash, struct str new_hash,
                         int64_t *session_id, int64_t *user_id);

/* End a session; nothing happens when it is over already. */
enum err sessions_end(struct ctx *ctx, int64_t session_id, const char *reason);

/* Delete sessions that ended or were last used long ago, and tokens that were used long ago. */
enum err sessions_sweep(struct ctx *ctx, int64_t *count);

#endif
