/* The access tokens whose signature a worker checked a moment ago: the same client comes again and
 * again with the same token. What is remembered is only that the signature is good; whether the
 * token has expired or its session has ended is asked each time. */
#ifndef OHKAY_CGI_TOKEN_MEMO_H
#define OHKAY_CGI_TOKEN_MEMO_H

#include "shared/jwt.h"

struct token_memo;

struct token_memo *token_memo_create(void);
void token_memo_destroy(struct token_memo *m);

/* What is known of a token that has not expired. */
bool token_memo_find(const struct token_memo *m, struct str token, int64_t now_s,
                     struct jwt_claims *claims);

/* Remember a token whose signature is good, in the place of another one. */
void token_memo_keep(struct token_memo *m, struct str token, const struct jwt_claims *claims);

#endif
