/* shared/crypto, base64, jwt, token: secrets in and out. */
#include "tests/unit/unit.h"

#include "shared/base64.h"
#include "shared/crypto.h"
#include "shared/jwt.h"
#include "shared/token.h"

#include <stdio.h>

static void base64_follows_the_rfc_and_refuses_the_rest(void **state)
{
    /* RFC 4648 section 10, and what must not be taken. */
    static const struct {
        const char *plain, *text;
    } cases[] = {{"", ""},
                 {"f", "Zg=="},
                 {"fo", "Zm8="},
                 {"foo", "Zm9v"},
                 {"foob", "Zm9vYg=="},
                 {"fooba", "Zm9vYmE="},
                 {"foobar", "Zm9vYmFy"}};
    static const char *const bad[] = {"Zg",   "Zg=",    "Zh==", "Zm9=", "=m9v",
                                      "Z===", "Zm9v\n", "Zm9*", "Zm=v"};
    struct buf out;
    (void) state;
    buf_init(&out, 100);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        buf_clear(&out);
        assert_true(base64_encode(&out, str_from(cases[i].plain)));
        assert_str(buf_str(&out), cases[i].text);
        buf_clear(&out);
        assert_true(base64_decode(&out, str_from(cases[i].text)));
        assert_str(buf_str(&out), cases[i].plain);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        buf_clear(&out);
        assert_false(base64_decode(&out, str_from(bad[i])));
        assert_int_equal(out.len, 0);
    }
    buf_clear(&out);
    base64url_encode(&out, STR("\xfb\xff\xfe"));
    assert_str(buf_str(&out), "-__-");
    buf_cleanup(&out);
}

static void a_password_opens_its_hash_and_no_other_does(void **state)
{
    char phc[CRYPTO_PASSWORD_MAX], other[CRYPTO_PASSWORD_MAX];
    bool outdated = true;
    (void) state;
    crypto_password_hash(STR("correct horse"), phc);
    crypto_password_hash(STR("correct horse"), other);
    assert_string_not_equal(phc, other); /* a fresh salt each time */
    assert_memory_equal(phc, "$scrypt$ln=15,r=8,p=3$", 22);
    assert_true(crypto_password_check(STR("correct horse"), phc, &outdated));
    assert_false(outdated);
    assert_false(crypto_password_check(STR("correct horsf"), phc, NULL));
    assert_false(crypto_password_check(STR(""), phc, NULL));
    assert_false(crypto_password_check(STR("x"), NULL, NULL));
    assert_false(crypto_password_check(STR("x"), "$argon2$nonsense", NULL));
}

static void weaker_hashes_still_open_and_are_known_as_outdated(void **state)
{
    /* "old password" with the salt "salt", computed by another implementation of RFC 7914. */
    const char *weak = "$scrypt$ln=4,r=1,p=1$c2FsdA==$iMECEjJig79siGUlD9jG753NCRQqkDm/AvHFBIVCs+k=";
    bool outdated = false;
    (void) state;
    assert_true(crypto_password_check(STR("old password"), weak, &outdated));
    assert_false(crypto_password_check(STR("new password"), weak, NULL));
    assert_true(outdated);
}

static void a_sealed_secret_opens_only_whole_and_with_its_key(void **state)
{
    struct buf sealed, again, out;
    (void) state;
    buf_init(&sealed, 1000);
    buf_init(&again, 1000);
    buf_init(&out, 1000);
    crypto_seal(STR("the key"), STR("s3cret of a database"), &sealed);
    crypto_seal(STR("the key"), STR("s3cret of a database"), &again);
    assert_false(str_eq(buf_str(&sealed), buf_str(&again))); /* a fresh iv each time */
    assert_true(crypto_open(STR("the key"), buf_str(&sealed), &out));
    assert_str(buf_str(&out), "s3cret of a database");
    assert_false(crypto_open(STR("another key"), buf_str(&sealed), &out));
    for (size_t i = 0; i < sealed.len; i++) {
        char kept = sealed.ptr[i];
        sealed.ptr[i] = kept == 'A' ? 'B' : 'A';
        assert_false(crypto_open(STR("the key"), buf_str(&sealed), &out));
        sealed.ptr[i] = kept;
    }
    assert_false(crypto_open(STR("the key"), str_slice(buf_str(&sealed), 0, 40), &out));
    assert_false(crypto_open(STR("the key"), STR(""), &out));
    buf_cleanup(&sealed);
    buf_cleanup(&again);
    buf_cleanup(&out);
}

static void access_tokens_hold_until_they_expire(void **state)
{
    const char *secret = "a secret of more than thirty-two characters";
    struct jwt_claims in = {42, 7, 1000, 1900}, out;
    struct arena a;
    (void) state;
    arena_init(&a);
    struct str token = access_token_sign(&a, secret, &in);
    assert_int_equal(access_token_check(&a, secret, token, 1899, &out), ERR_NONE);
    assert_int_equal(out.user_id, 42);
    assert_int_equal(out.session_id, 7);
    assert_int_equal(out.issued_s, 1000);
    assert_int_equal(access_token_check(&a, secret, token, 1900, &out), ERR_TOKEN_EXPIRED);
    assert_int_equal(
        access_token_check(&a, "another secret of thirty-two characters", token, 1100, &out),
        ERR_TOKEN_INVALID);
    arena_cleanup(&a);
}

static void forged_tokens_are_refused(void **state)
{
    /* alg none with and without a signature; HS384; garbage; a NUL inside. */
    static const char *const forged[] = {
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiI0MiIsInNpZCI6NywiZXhwIjo5OTk5OTk5OTk5fQ.",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiIsInNpZCI6NywiZXhwIjo5OTk5OTk5OTk5fQ.AAAA",
        "a.b.c",
        "..",
        "",
        "eyJhbGciOiJIUzI1NiJ9",
        "not a token at all",
    };
    struct jwt_claims out;
    struct arena a;
    (void) state;
    arena_init(&a);
    for (size_t i = 0; i < sizeof(forged) / sizeof(forged[0]); i++)
        assert_int_equal(access_token_check(&a, "a secret of more than thirty-two characters",
                                            str_from(forged[i]), 1, &out),
                         ERR_TOKEN_INVALID);
    assert_int_equal(access_token_check(&a, "a secret of more than thirty-two characters",
                                        str_of("a\0b", 3), 1, &out),
                     ERR_TOKEN_INVALID);
    arena_cleanup(&a);
}

static void random_tokens_differ_and_codes_avoid_look_alikes(void **state)
{
    struct arena a;
    char key[GATEWAY_KEY_SIZE], same[GATEWAY_KEY_SIZE];
    (void) state;
    arena_init(&a);
    assert_false(str_eq(token_random(&a, 32), token_random(&a, 32)));
    assert_int_equal(token_random(&a, 32).len, 43);
    for (int i = 0; i < 200; i++) {
        struct str code = token_code(&a, 10);
        assert_int_equal(code.len, 10);
        assert_null(strpbrk(code.ptr, "0O1lI"));
    }
    assert_str(token_hash(&a, STR("abc")),
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    gateway_key("one secret", key);
    gateway_key("one secret", same);
    assert_string_equal(key, same);
    gateway_key("two secret", same);
    assert_string_not_equal(key, same);
    arena_cleanup(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_follows_the_rfc_and_refuses_the_rest),
        cmocka_unit_test(a_password_opens_its_hash_and_no_other_does),
        cmocka_unit_test(weaker_hashes_still_open_and_are_known_as_outdated),
        cmocka_unit_test(a_sealed_secret_opens_only_whole_and_with_its_key),
        cmocka_unit_test(access_tokens_hold_until_they_expire),
        cmocka_unit_test(forged_tokens_are_refused),
        cmocka_unit_test(random_tokens_differ_and_codes_avoid_look_alikes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
