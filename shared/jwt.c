#include "shared/jwt.h"

#include <errno.h>
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOKEN_BYTES_MAX = 2048 };

static const unsigned char *key_of(const char *secret)
{
    return (const unsigned char *) secret;
}

struct str access_token_sign(struct arena *a, const char *secret, const struct jwt_claims *claims)
{
    jwt_t *jwt = NULL;
    char subject[24];
    snprintf(subject, sizeof(subject), "%lld", (long long) claims->user_id);
    if (jwt_new(&jwt) != 0 || jwt_add_grant(jwt, "sub", subject) != 0 ||
        jwt_add_grant_int(jwt, "sid", (long) claims->session_id) != 0 ||
        jwt_add_grant_int(jwt, "iat", (long) claims->issued_s) != 0 ||
        jwt_add_grant_int(jwt, "exp", (long) claims->expires_s) != 0 ||
        jwt_set_alg(jwt, JWT_ALG_HS256, key_of(secret), (int) strlen(secret)) != 0)
        abort();
    char *text = jwt_encode_str(jwt);
    if (!text)
        abort();
    struct str copy = arena_str(a, str_from(text));
    free(text);
    jwt_free(jwt);
    return copy;
}

enum err access_token_check(struct arena *a, const char *secret, struct str token, int64_t now_s,
                            struct jwt_claims *claims)
{
    jwt_t *jwt = NULL;
    enum err err = ERR_TOKEN_INVALID;
    if (token.len == 0 || token.len > TOKEN_BYTES_MAX || memchr(token.ptr, '\0', token.len))
        return err;
    if (jwt_decode(&jwt, arena_cstr(a, token), key_of(secret), (int) strlen(secret)) != 0)
        return err;
    /* libjwt also takes "none" when the header says so and no key is asked for: only HS256 is ours.
     */
    if (jwt_get_alg(jwt) != JWT_ALG_HS256)
        goto out;
    const char *subject = jwt_get_grant(jwt, "sub");
    claims->session_id = jwt_get_grant_int(jwt, "sid");
    claims->issued_s = jwt_get_grant_int(jwt, "iat");
    claims->expires_s = jwt_get_grant_int(jwt, "exp");
    if (!subject || !str_to_i64(str_from(subject), &claims->user_id) || claims->session_id <= 0)
        goto out;
    err = claims->expires_s <= now_s ? ERR_TOKEN_EXPIRED : ERR_NONE;
out:
    jwt_free(jwt);
    return err;
}
