/* What accounts and their sessions have in common: proving that one is somebody, and ending. */
#ifndef OHKAY_CGI_RESOURCES_ACCOUNT_H
#define OHKAY_CGI_RESOURCES_ACCOUNT_H

#include "cgi/store/users.h"

enum { ACCOUNT_PASSWORD_MIN = 8, ACCOUNT_PASSWORD_MAX = 256 };

/* Usernames that begin so are those of deleted accounts. */
#define ACCOUNT_DELETED_PREFIX "deleted-user-"

/* Whether the password (a NULL pointer: none) opens the account; `user->id` 0 means that there is
 * none, and costs the same, so that answers do not tell who exists. `*outdated`, when not NULL, is
 * set when it should be hashed anew. */
bool account_opens(const struct user_login *user, struct str password, bool *outdated);

/* Queue the end of sessions that have ended in the database: their tokens are refused, their
 * sockets told why and closed. */
void account_tell_ended(struct ctx *ctx, const int64_t *session_ids, size_t count,
                        const char *reason);

/* Delete the caller's account, whose password is proven: from the return on it cannot be used. What
 * is left to do elsewhere is done as far as it can be now, the rest by account_sweep. See ADR 17.
 * ERR_OWNER_MUST_TRANSFER when he owns a server, ERR_WRONG_CREDENTIALS when the account changed
 * meanwhile. */
enum err account_delete(struct ctx *ctx, const struct user_login *user);

/* Finish deletions that were cut off; `*count` is how many. */
enum err account_sweep(struct ctx *ctx, int64_t *count);

#endif
