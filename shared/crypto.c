#include "shared/crypto.h"

#include "shared/base64.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SCRYPT_LOG_N = 15,
    SCRYPT_R = 8,
    SCRYPT_P = 3,
    SCRYPT_MEMORY_MAX = 256 * 1024 * 1024,
    SALT_BYTES = 16,
    HASH_BYTES = 32,
    IV_BYTES = 16,
    MAC_BYTES = 32,
    KEY_BYTES = 32,
};

static const char key_id[] = "k1$";

static const unsigned char *bytes_of(struct str s)
{
    return (const unsigned char *) (s.ptr ? s.ptr : "");
}

void crypto_random(void *out, size_t len)
{
    if (len > INT32_MAX || RAND_bytes(out, (int) len) != 1)
        abort();
}

void crypto_sha256(struct str in, unsigned char out[CRYPTO_SHA256_BYTES])
{
    if (EVP_Digest(bytes_of(in), in.len, out, NULL, EVP_sha256(), NULL) != 1)
        abort();
}

bool crypto_secret_eq(struct str a, struct str b)
{
    unsigned char digest_a[CRYPTO_SHA256_BYTES], digest_b[CRYPTO_SHA256_BYTES];
    crypto_sha256(a, digest_a);
    crypto_sha256(b, digest_b);
    return CRYPTO_memcmp(digest_a, digest_b, sizeof(digest_a)) == 0;
}

void crypto_derive(struct str secret, const char *purpose, unsigned char *out, size_t len)
{
    EVP_PKEY_CTX *pctx = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, NULL);
    if (!pctx || EVP_PKEY_derive_init(pctx) <= 0 ||
        EVP_PKEY_CTX_set_hkdf_md(pctx, EVP_sha256()) <= 0 ||
        EVP_PKEY_CTX_set1_hkdf_key(pctx, bytes_of(secret), (int) secret.len) <= 0 ||
        EVP_PKEY_CTX_add1_hkdf_info(pctx, bytes_of(str_from(purpose)), (int) strlen(purpose)) <=
            0 ||
        EVP_PKEY_derive(pctx, out, &len) <= 0)
        abort();
    EVP_PKEY_CTX_free(pctx);
}

static void scrypt(struct str password, struct str salt, unsigned log_n, unsigned r, unsigned p,
                   unsigned char out[HASH_BYTES])
{
    if (EVP_PBE_scrypt(password.ptr ? password.ptr : "", password.len, bytes_of(salt), salt.len,
                       (uint64_t) 1 << log_n, r, p, SCRYPT_MEMORY_MAX, out, HASH_BYTES) != 1)
        abort();
}

void crypto_password_hash(struct str password, char out[CRYPTO_PASSWORD_MAX])
{
    char salt[SALT_BYTES];
    unsigned char hash[HASH_BYTES];
    crypto_random(salt, sizeof(salt));
    scrypt(password, str_of(salt, sizeof(salt)), SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P, hash);

    struct buf text;
    buf_init(&text, CRYPTO_PASSWORD_MAX - 1);
    buf_printf(&text, "$scrypt$ln=%d,r=%d,p=%d$", SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P);
    base64_encode(&text, str_of(salt, sizeof(salt)));
    buf_add_char(&text, '$');
    base64_encode(&text, str_of((const char *) hash, sizeof(hash)));
    if (!buf_ok(&text))
        abort();
    snprintf(out, CRYPTO_PASSWORD_MAX, "%s", buf_cstr(&text));
    buf_cleanup(&text);
}

bool crypto_password_check(struct str password, const char *phc, bool *outdated)
{
    unsigned log_n = 0, r = 0, p = 0;
    char salt_text[64], hash_text[64];
    unsigned char hash[HASH_BYTES];
    bool known = phc && sscanf(phc, "$scrypt$ln=%2u,r=%2u,p=%2u$%63[^$]$%63s", &log_n, &r, &p,
                               salt_text, hash_text) == 5;
    if (!known) {
        scrypt(password, STR("a salt of nobody"), SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P, hash);
        return false;
    }
    struct buf salt, expected;
    buf_init(&salt, 64);
    buf_init(&expected, 64);
    bool ok = base64_decode(&salt, str_from(salt_text)) &&
              base64_decode(&expected, str_from(hash_text)) && expected.len == HASH_BYTES;
    if (ok) {
        scrypt(password, buf_str(&salt), log_n, r, p, hash);
        ok = CRYPTO_memcmp(hash, expected.ptr, HASH_BYTES) == 0;
    }
    if (outdated)
        *outdated = log_n < SCRYPT_LOG_N || r < SCRYPT_R || p < SCRYPT_P;
    buf_cleanup(&salt);
    buf_cleanup(&expected);
    return ok;
}

struct seal_keys {
    unsigned char cipher[KEY_BYTES];
    unsigned char mac[KEY_BYTES];
};

static struct seal_keys seal_keys_of(struct str key)
{
    struct seal_keys keys = {{0}, {0}};
    crypto_derive(key, "ohkay seal cipher k1", keys.cipher, sizeof(keys.cipher));
    crypto_derive(key, "ohkay seal mac k1", keys.mac, sizeof(keys.mac));
    return keys;
}

static void mac_of(const struct seal_keys *keys, struct str in, unsigned char out[MAC_BYTES])
{
    unsigned len = MAC_BYTES;
    if (!HMAC(EVP_sha256(), keys->mac, KEY_BYTES, bytes_of(in), in.len, out, &len))
        abort();
}

void crypto_seal(struct str key, struct str plain, struct buf *out)
{
    struct seal_keys keys = seal_keys_of(key);
    struct buf sealed;
    buf_init(&sealed, plain.len + 128);
    char *iv = buf_reserve(&sealed, IV_BYTES);
    crypto_random(iv, IV_BYTES);
    sealed.len += IV_BYTES;

    unsigned char *to = (unsigned char *) buf_reserve(&sealed, plain.len + IV_BYTES);
    iv = sealed.ptr;
    int body_len = 0, tail_len = 0;
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    if (!cipher ||
        EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, keys.cipher, bytes_of(str_of(iv, 1))) !=
            1 ||
        EVP_EncryptUpdate(cipher, to, &body_len, bytes_of(plain), (int) plain.len) != 1 ||
        EVP_EncryptFinal_ex(cipher, to + body_len, &tail_len) != 1)
        abort();
    EVP_CIPHER_CTX_free(cipher);
    sealed.len += (size_t) (body_len + tail_len);

    unsigned char mac[MAC_BYTES];
    mac_of(&keys, buf_str(&sealed), mac);
    buf_add(&sealed, str_of((const char *) mac, sizeof(mac)));
    buf_add_cstr(out, key_id);
    base64_encode(out, buf_str(&sealed));
    buf_cleanup(&sealed);
}

static bool decrypt(const struct seal_keys *keys, struct str iv, struct str body, struct buf *out)
{
    unsigned char *to = (unsigned char *) buf_reserve(out, body.len + IV_BYTES);
    int body_len = 0, tail_len = 0;
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    if (!cipher)
        abort();
    bool ok =
        to &&
        EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, keys->cipher, bytes_of(iv)) == 1 &&
        EVP_DecryptUpdate(cipher, to, &body_len, bytes_of(body), (int) body.len) == 1 &&
        EVP_DecryptFinal_ex(cipher, to + body_len, &tail_len) == 1;
    EVP_CIPHER_CTX_free(cipher);
    if (ok)
        out->len += (size_t) (body_len + tail_len);
    return ok;
}

bool crypto_open(struct str key, struct str sealed, struct buf *out)
{
    if (!str_starts(sealed, str_from(key_id)))
        return false;
    struct seal_keys keys = seal_keys_of(key);
    struct buf raw;
    buf_init(&raw, sealed.len);
    bool ok = base64_decode(&raw, str_slice(sealed, sizeof(key_id) - 1, sealed.len)) &&
              raw.len >= IV_BYTES * 2 + MAC_BYTES;
    if (ok) {
        struct str all = buf_str(&raw);
        struct str signed_part = str_slice(all, 0, all.len - MAC_BYTES);
        unsigned char mac[MAC_BYTES];
        mac_of(&keys, signed_part, mac);
        ok = CRYPTO_memcmp(mac, all.ptr + signed_part.len, MAC_BYTES) == 0 &&
             decrypt(&keys, str_slice(all, 0, IV_BYTES),
                     str_slice(signed_part, IV_BYTES, signed_part.len), out);
    }
    buf_cleanup(&raw);
    return ok;
}
