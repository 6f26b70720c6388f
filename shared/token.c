#include "shared/token.h"

#include "shared/base64.h"
#include "shared/crypto.h"

#include <assert.h>
#include <stdio.h>

static void hex_of(const unsigned char *bytes, size_t len, char *out)
{
    for (size_t i = 0; i < len; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

struct str token_random(struct arena *a, size_t bytes)
{
    char raw[64];
    assert(bytes <= sizeof(raw));
    crypto_random(raw, bytes);
    struct buf text;
    buf_init(&text, 128);
    base64url_encode(&text, str_of(raw, bytes));
    struct str copy = arena_str(a, buf_str(&text));
    buf_cleanup(&text);
    return copy;
}

struct str token_code(struct arena *a, size_t length)
{
    static const char letters[] = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    const unsigned count = sizeof(letters) - 1;
    char *code = arena_alloc(a, length + 1);
    for (size_t i = 0; i < length;) {
        unsigned char byte;
        crypto_random(&byte, 1);
        /* Bytes past the last whole multiple would make some letters likelier. */
        if (byte < 256 / count * count)
            code[i++] = letters[byte % count];
    }
    return str_of(code, length);
}

struct str token_hash(struct arena *a, struct str token)
{
    unsigned char digest[CRYPTO_SHA256_BYTES];
    crypto_sha256(token, digest);
    char *hex = arena_alloc(a, 2 * sizeof(digest) + 1);
    hex_of(digest, sizeof(digest), hex);
    return str_of(hex, 2 * sizeof(digest));
}

static void derive_hex(const char *jwt_secret, const char *purpose, char out[GATEWAY_KEY_SIZE])
{
    unsigned char key[32];
    crypto_derive(str_from(jwt_secret), purpose, key, sizeof(key));
    hex_of(key, sizeof(key), out);
}

void gateway_key(const char *jwt_secret, char out[GATEWAY_KEY_SIZE])
{
    derive_hex(jwt_secret, "ohkay gateway", out);
}

void ticket_key(const char *jwt_secret, char out[GATEWAY_KEY_SIZE])
{
    derive_hex(jwt_secret, "ohkay file ticket", out);
}
