/* Engine.IO packets and payloads, as bytes. */
#include "pushd/proto/eio_payload.h"

#include "tests/unit/unit.h"

#include <stdio.h>

#define BYTES(literal)                                                                             \
    {                                                                                              \
        .ptr = (literal), .len = sizeof(literal) - 1                                               \
    }

static void a_text_packet_is_type_and_data(void **state)
{
    static const struct {
        struct str in;
        int type; /* −1: refused */
        const char *data;
    } table[] = {
        {BYTES("0{}"), EIO_PACKET_OPEN, "{}"},
        {BYTES("1"), EIO_PACKET_CLOSE, ""},
        {BYTES("2probe"), EIO_PACKET_PING, "probe"},
        {BYTES("3"), EIO_PACKET_PONG, ""},
        {BYTES("4"), EIO_PACKET_MESSAGE, ""},
        {BYTES("4€"), EIO_PACKET_MESSAGE, "€"},
        {BYTES("44"), EIO_PACKET_MESSAGE, "4"},
        {BYTES("5"), EIO_PACKET_UPGRADE, ""},
        {BYTES("6"), EIO_PACKET_NOOP, ""},
        {BYTES(""), -1, ""},
        {BYTES("7"), -1, ""},
        {BYTES("/"), -1, ""},
        {BYTES("abc"), -1, ""},
        {BYTES(" 4"), -1, ""},
        {BYTES("4\xff"), -1, ""},
        {BYTES("4\xc0\x80"), -1, ""},
        {BYTES("4\xed\xa0\x80"), -1, ""},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct eio_packet p;
        bool ok = eio_packet_decode(table[i].in, false, &p);
        assert_int_equal(ok, table[i].type >= 0);
        if (!ok)
            continue;
        assert_int_equal(p.type, table[i].type);
        assert_false(p.binary);
        assert_str(p.data, table[i].data);
    }
}

static void text_may_hold_a_nul(void **state)
{
    struct eio_packet p;
    (void) state;
    assert_true(eio_packet_decode(str_of("4a\0b", 4), false, &p));
    assert_int_equal(p.data.len, 3);
    assert_false(eio_packet_decode(str_of("4a\0\xff", 4), false, &p));
}

static void a_binary_message_is_any_bytes(void **state)
{
    struct eio_packet p;
    (void) state;
    assert_true(eio_packet_decode(str_of("\xff\0", 2), true, &p));
    assert_int_equal(p.type, EIO_PACKET_MESSAGE);
    assert_true(p.binary);
    assert_int_equal(p.data.len, 2);
    assert_true(eio_packet_decode(str_of("", 0), true, &p));
    assert_int_equal(p.data.len, 0);
}

static void polling_carries_binary_as_base64(void **state)
{
    static const struct {
        const char *in, *data; /* NULL: refused */
    } table[] = {
        {"b", ""},       {"bYQ==", "a"},   {"bYWI=", "ab"},   {"bYWJj", "abc"},
        {"bYQ", NULL},   {"bYQ=", NULL},   {"bY", NULL},      {"b!!!!", NULL},
        {"bYR==", NULL}, {"b YQ==", NULL}, {"bYQ==\n", NULL}, {"B", NULL},
    };
    struct buf scratch;
    (void) state;
    buf_init(&scratch, 100);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct eio_packet p;
        buf_clear(&scratch);
        bool ok = eio_packet_decode_polling(str_from(table[i].in), &scratch, &p);
        assert_int_equal(ok, table[i].data != NULL);
        if (ok) {
            assert_true(p.binary);
            assert_str(p.data, table[i].data);
        }
    }
    buf_cleanup(&scratch);
}

static void a_full_scratch_refuses_binary(void **state)
{
    struct eio_packet p;
    struct buf scratch;
    (void) state;
    buf_init(&scratch, 2);
    assert_false(eio_packet_decode_polling(STR("bYWJj"), &scratch, &p));
    buf_cleanup(&scratch);
}

/* The packets of a payload, joined by '|'. */
static void split(struct str body, char *out, size_t size)
{
    struct eio_payload payload;
    struct str packet;
    size_t len = 0;
    out[0] = '\0';
    eio_payload_start(&payload, body);
    while (eio_payload_next(&payload, &packet))
        len += (size_t) snprintf(out + len, size - len, "|%.*s", STR_FMT(packet));
}

static void a_payload_is_cut_at_each_separator(void **state)
{
    static const struct {
        const char *in, *packets;
    } table[] = {
        {"", "|"},
        {"4a", "|4a"},
        {"4a\x1e", "|4a|"},
        {"\x1e", "||"},
        {"\x1e"
         "4a",
         "||4a"},
        {"4a\x1e"
         "2\x1e"
         "bYQ==",
         "|4a|2|bYQ=="},
        {"4\x1e\x1e"
         "4",
         "|4||4"},
    };
    char got[100];
    (void) state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        split(str_from(table[i].in), got, sizeof(got));
        assert_string_equal(got, table[i].packets);
    }
    split((struct str){0}, got, sizeof(got));
    assert_string_equal(got, "|");
}

static void a_payload_is_joined_by_separators(void **state)
{
    struct buf out;
    (void) state;
    buf_init(&out, 100);
    assert_true(eio_payload_add(&out, STR("4hello"), false));
    assert_true(eio_payload_add(&out, str_of("\x01\x02\x03\x04", 4), true));
    assert_true(eio_payload_add(&out, STR("2"), false));
    assert_str(buf_str(&out), "4hello\x1e"
                              "bAQIDBA==\x1e"
                              "2");
    buf_cleanup(&out);
}

static void the_cost_of_a_packet_is_what_it_adds(void **state)
{
    char bytes[20] = {0};
    struct buf out;
    (void) state;
    buf_init(&out, 1000);
    buf_add_char(&out, '2');
    for (size_t len = 0; len < sizeof(bytes); len++) {
        for (int binary = 0; binary < 2; binary++) {
            size_t before = out.len;
            eio_payload_add(&out, str_of(bytes, len), binary);
            assert_int_equal(out.len - before, eio_payload_cost(str_of(bytes, len), binary));
        }
    }
    buf_cleanup(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_packet_is_type_and_data),
        cmocka_unit_test(text_may_hold_a_nul),
        cmocka_unit_test(a_binary_message_is_any_bytes),
        cmocka_unit_test(polling_carries_binary_as_base64),
        cmocka_unit_test(a_full_scratch_refuses_binary),
        cmocka_unit_test(a_payload_is_cut_at_each_separator),
        cmocka_unit_test(a_payload_is_joined_by_separators),
        cmocka_unit_test(the_cost_of_a_packet_is_what_it_adds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
