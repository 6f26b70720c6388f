/* Access tokens: JWT (RFC 7519) signed with HS256, by libjwt. */
#ifndef OHKAY_SHARED_JWT_H
#define OHKAY_SHARED_JWT_H

#include "shared/arena.h"
#include "shared/err.h"

struct jwt_claims {
    int64_t user_id;    /* sub */
    int64_t session_id; /* sid */
    int64_t issued_s;   /* iat, seconds since the epoch */
    int64_t expires_s;  /* exp, seconds since the epoch */
};

/* Sign the claims; the token lives in the arena. Aborts when libjwt has no memory. */
struct str access_token_sign(struct arena *a, const char *secret, const struct jwt_claims *claims);

/* Check signature, algorithm and times. Returns ERR_NONE with `*claims` filled, ERR_TOKEN_INVALID
 * or ERR_TOKEN_EXPIRED. */
enum err access_token_check(struct arena *a, const char *secret, struct str token, int64_t now_s,
                            struct jwt_claims *claims);

#endif
