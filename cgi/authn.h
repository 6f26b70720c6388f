/* Who asks: the access token of a client, or the word of pushd for one of its sockets. */
#ifndef OHKAY_CGI_AUTHN_H
#define OHKAY_CGI_AUTHN_H

#include "cgi/ctx.h"

/* Whether the request comes from pushd, which alone knows the gateway key. */
bool authn_is_gateway(const struct ctx *ctx);

/* Set ctx->user_id and ctx->session_id from the Authorization header, or from pushd's parameters.
 * Returns ERR_TOKEN_MISSING, ERR_TOKEN_INVALID, ERR_TOKEN_EXPIRED, ERR_SESSION_ENDED, or
 * ERR_UNAVAILABLE when neither Redis nor the auth database can tell. */
enum err authn_check(struct ctx *ctx);

/* The same for a token that came another way; `*expires_s`, when not NULL, is when it expires. */
enum err authn_check_token(struct ctx *ctx, struct str token, int64_t *expires_s);

/* A ticket for files: the caller and his session, signed so that it is no access token, for
 * addresses that cannot carry a header. It stands in the arena; `*expires_ms` is when it ends. */
struct str authn_make_ticket(struct ctx *ctx, int64_t *expires_ms);

/* As authn_check, but a ticket of the query (`?ticket=`) will do, too. */
enum err authn_check_for_file(struct ctx *ctx);

#endif
