/* Random tokens, and the key by which pushd shows workers that it is pushd. */
#ifndef OHKAY_SHARED_TOKEN_H
#define OHKAY_SHARED_TOKEN_H

#include "shared/arena.h"

/* `bytes` random bytes as base64url, in the arena. */
struct str token_random(struct arena *a, size_t bytes);

/* `length` random characters of a-z A-Z 2-9 without look-alikes (0 O 1 l I), each equally likely:
 * for codes people type. */
struct str token_code(struct arena *a, size_t length);

/* SHA-256 of a token as 64 hex digits, in the arena: what is stored in place of the token. */
struct str token_hash(struct arena *a, struct str token);

enum { GATEWAY_KEY_SIZE = 65 }; /* with its NUL */

/* The key in the FastCGI parameter OHKAY_GATEWAY: HKDF of the JWT secret, lower-case hex. */
void gateway_key(const char *jwt_secret, char out[GATEWAY_KEY_SIZE]);

/* The key that signs tickets for files, made the same way: neither opens what the other closes. */
void ticket_key(const char *jwt_secret, char out[GATEWAY_KEY_SIZE]);

#endif
