/* The cryptography Ohkay needs, each by OpenSSL's libcrypto: randomness, digests, key derivation,
 * password hashes and sealing of stored secrets. */
#ifndef OHKAY_SHARED_CRYPTO_H
#define OHKAY_SHARED_CRYPTO_H

#include "shared/buf.h"

enum {
    CRYPTO_SHA256_BYTES = 32,
    CRYPTO_PASSWORD_MAX = 160, /* longest text crypto_password_hash writes, with its NUL */
};

/* Fill `out` with `len` unpredictable bytes. Aborts when the system has none. */
void crypto_random(void *out, size_t len);

/* SHA-256 of `in` (FIPS 180-4). */
void crypto_sha256(struct str in, unsigned char out[CRYPTO_SHA256_BYTES]);

/* Whether two secrets are equal; the time taken does not tell where they differ. */
bool crypto_secret_eq(struct str a, struct str b);

/* Derive `len` bytes for one purpose from a secret: HKDF-SHA256 (RFC 5869) with `purpose` as info,
 * no salt. */
void crypto_derive(struct str secret, const char *purpose, unsigned char *out, size_t len);

/* Hash a password with scrypt (RFC 7914; N=2^15, r=8, p=3: about 32 MB and a few hundred
 * milliseconds) and a fresh salt, as a PHC string
 * "$scrypt$ln=15,r=8,p=3$salt$hash". Aborts when memory runs out. */
void crypto_password_hash(struct str password, char out[CRYPTO_PASSWORD_MAX]);

/* Check a password against a PHC string made above. A NULL `phc` costs the same work and returns
 * false, so that unknown users take as long as known ones. `*outdated`, when not NULL, is set when
 * the hash used weaker parameters than today's. */
bool crypto_password_check(struct str password, const char *phc, bool *outdated);

/* Seal a secret for storage: "k1$" and base64 of iv, AES-256-CBC ciphertext and HMAC-SHA256 over
 * both (encrypt-then-MAC), keys derived from `key` by crypto_derive. "k1" names the key, so that
 * keys can be rotated. */
void crypto_seal(struct str key, struct str plain, struct buf *out);

/* Open what crypto_seal made. Returns false when the text is damaged, or the key is another. */
bool crypto_open(struct str key, struct str sealed, struct buf *out);

#endif
