/* Socket.IO packets, and the JSON in them, as text. */
#include "pushd/proto/json_scan.h"
#include "pushd/proto/sio_packet.h"

#include "tests/unit/unit.h"

#include <stdio.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void a_valid_packet_is_taken_apart(void **state)
{
    static const struct {
        const char *in;
        enum sio_type type;
        unsigned attachments;
        const char *nsp;
        int64_t ack_id;
        const char *data;
    } table[] = {
        {"0", SIO_CONNECT, 0, "/", -1, ""},
        {"0{\"token\":\"123\"}", SIO_CONNECT, 0, "/", -1, "{\"token\":\"123\"}"},
        {"0/admin", SIO_CONNECT, 0, "/admin", -1, ""},
        {"0/admin,", SIO_CONNECT, 0, "/admin", -1, ""},
        {"0/admin,{}", SIO_CONNECT, 0, "/admin", -1, "{}"},
        {"0/admin?a=b,{}", SIO_CONNECT, 0, "/admin?a=b", -1, "{}"},
        {"1", SIO_DISCONNECT, 0, "/", -1, ""},
        {"1/admin,", SIO_DISCONNECT, 0, "/admin", -1, ""},
        {"2[\"foo\"]", SIO_EVENT, 0, "/", -1, "[\"foo\"]"},
        {"2/admin,[\"bar\"]", SIO_EVENT, 0, "/admin", -1, "[\"bar\"]"},
        {"212[\"foo\"]", SIO_EVENT, 0, "/", 12, "[\"foo\"]"},
        {"20[\"foo\"]", SIO_EVENT, 0, "/", 0, "[\"foo\"]"},
        {"2[1]", SIO_EVENT, 0, "/", -1, "[1]"},
        {"2 [\"foo\"] ", SIO_EVENT, 0, "/", -1, " [\"foo\"] "},
        {"3/admin,13[\"bar\"]", SIO_ACK, 0, "/admin", 13, "[\"bar\"]"},
        {"30[]", SIO_ACK, 0, "/", 0, "[]"},
        {"4{\"message\":\"no\"}", SIO_CONNECT_ERROR, 0, "/", -1, "{\"message\":\"no\"}"},
        {"4\"no\"", SIO_CONNECT_ERROR, 0, "/", -1, "\"no\""},
        {"51-[\"a\",{\"_placeholder\":true,\"num\":0}]", SIO_BINARY_EVENT, 1, "/", -1,
         "[\"a\",{\"_placeholder\":true,\"num\":0}]"},
        {"510-/admin,7[\"a\"]", SIO_BINARY_EVENT, 10, "/admin", 7, "[\"a\"]"},
        {"61-15[\"bar\"]", SIO_BINARY_ACK, 1, "/", 15, "[\"bar\"]"},
    };
    (void) state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct sio_packet p;
        assert_true(sio_packet_decode(str_from(table[i].in), &p));
        assert_int_equal(p.type, table[i].type);
        assert_int_equal(p.attachments, table[i].attachments);
        assert_str(p.nsp, table[i].nsp);
        assert_int_equal(p.ack_id, table[i].ack_id);
        assert_str(p.data, table[i].data);
    }
}

static void an_invalid_packet_is_refused(void **state)
{
    static const char *const table[] = {
        "",
        "7",
        "abc",
        "-1",
        /* CONNECT */
        "0[]",
        "0null",
        "0\"x\"",
        "0{",
        "01",
        "0{}{}",
        /* DISCONNECT */
        "1{}",
        "1null",
        "11",
        /* events */
        "2",
        "2{}",
        "2[]",
        "2[ ]",
        "2[null]",
        "2[true,1]",
        "2[{}]",
        "2[[\"a\"]]",
        "2[\"a\",]",
        "2[\"a\"]]",
        "2[\"a\" 1]",
        "2abc[\"a\"]",
        "2-1[\"a\"]",
        "21.5[\"a\"]",
        "207[\"a\"]",
        "29999999999999999[\"a\"]",
        "2\"a\"",
        "2/admin[\"a\"]",
        /* acknowledgements */
        "3[]",
        "31",
        "31{}",
        "31null",
        /* CONNECT_ERROR */
        "4",
        "4[]",
        "41",
        /* attachments */
        "5[\"a\"]",
        "50-[\"a\"]",
        "511-[\"a\"]",
        "501-[\"a\"]",
        "5-[\"a\"]",
        "5-1-[\"a\"]",
        "51",
        "51-",
        "51.5-[\"a\"]",
        "599999999999999999999-[\"a\"]",
        "61-[]",
        /* UTF-8 */
        "2[\"\xff\"]",
        "0/\xff,",
    };
    (void) state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct sio_packet p;
        if (sio_packet_decode(str_from(table[i]), &p))
            fail_msg("taken: %s", table[i]);
    }
    struct sio_packet p;
    assert_false(sio_packet_decode(str_of("2[\"a\0\"]", 7), &p));
    assert_false(sio_packet_decode((struct str){0}, &p));
}

static void a_namespace_has_a_longest(void **state)
{
    char text[SIO_PACKET_MAX_NAMESPACE + 2];
    struct sio_packet p;
    (void) state;
    memset(text, 'a', sizeof(text));
    text[0] = '0';
    text[1] = '/';
    assert_true(sio_packet_decode(str_of(text, sizeof(text) - 1), &p));
    assert_int_equal(p.nsp.len, SIO_PACKET_MAX_NAMESPACE);
    assert_false(sio_packet_decode(str_of(text, sizeof(text)), &p));
}

static void an_event_is_a_name_and_arguments(void **state)
{
    static const struct {
        const char *in, *name, *args; /* name NULL: refused */
    } table[] = {
        {"2[\"a\"]", "a", ""},
        {"2[\"a\",1]", "a", "1"},
        {"2[ \"a\" , 1 , [2] ]", "a", "1 , [2]"},
        {"2[\"a\",{\"b\":[1,2]},\"]\"]", "a", "{\"b\":[1,2]},\"]\""},
        {"2[\"a,b\\\"]\",1]", "a,b\"]", "1"},
        {"2[7,8]", "7", "8"},
        {"2[-1.5e3]", "-1.5e3", ""},
        {"2[\"\"]", "", ""},
        {"2[\"\\u0061\\n\\\\\\/\"]", "a\n\\/", ""},
        {"2[\"\\u20ac\\ud83d\\ude00\\u00e9\"]", "€😀é", ""},
        {"2[\"\\ud83d\"]", NULL, NULL},
        {"2[\"\\ude00\"]", NULL, NULL},
        {"2[\"\\ud83dx\"]", NULL, NULL},
        {"2[\"\\ud83d\\u0061\"]", NULL, NULL},
        {"2[\"\\u0000\"]", NULL, NULL},
        {"2[\"connect\"]", NULL, NULL},
        {"2[\"connect_error\"]", NULL, NULL},
        {"2[\"disconnect\"]", NULL, NULL},
        {"2[\"disconnecting\"]", NULL, NULL},
        {"2[\"newListener\"]", NULL, NULL},
        {"2[\"removeListener\"]", NULL, NULL},
        {"2[\"\\u0063onnect\"]", NULL, NULL},
        {"2[\"Connect\"]", "Connect", ""},
    };
    struct buf name;
    (void) state;
    buf_init(&name, 100);
    for (size_t i = 0; i < COUNT(table); i++) {
        struct sio_packet p;
        buf_clear(&name);
        assert_true(sio_packet_decode(str_from(table[i].in), &p));
        assert_int_equal(sio_packet_event_name(&p, &name), table[i].name != NULL);
        if (!table[i].name)
            continue;
        assert_str(buf_str(&name), table[i].name);
        assert_str(p.args, table[i].args);
    }
    buf_cleanup(&name);
}

static void the_head_of_a_packet_leaves_out_what_is_not_there(void **state)
{
    static const struct {
        enum sio_type type;
        unsigned attachments;
        const char *nsp;
        int64_t ack_id;
        const char *head;
    } table[] = {
        {SIO_CONNECT, 0, "/", -1, "0"},        {SIO_DISCONNECT, 0, "/admin", -1, "1/admin,"},
        {SIO_EVENT, 0, "/", 0, "20"},          {SIO_ACK, 0, "/admin", 13, "3/admin,13"},
        {SIO_BINARY_EVENT, 2, "/", -1, "52-"}, {SIO_BINARY_ACK, 1, "/a", 15, "61-/a,15"},
    };
    struct buf out;
    (void) state;
    buf_init(&out, 100);
    for (size_t i = 0; i < COUNT(table); i++) {
        buf_clear(&out);
        assert_true(sio_packet_add_head(&out, table[i].type, table[i].attachments,
                                        str_from(table[i].nsp), table[i].ack_id));
        assert_str(buf_str(&out), table[i].head);
    }
    buf_cleanup(&out);
}

static void json_is_what_rfc_8259_says(void **state)
{
    static const struct {
        const char *text;
        int kind; /* −1: refused */
    } table[] = {
        {"{}", JSON_KIND_OBJECT},
        {" { \"a\" : [ ] , \"b\" : { } } ", JSON_KIND_OBJECT},
        {"[1,2.5,-0,0.1,1e5,1E-5,1e+5]", JSON_KIND_ARRAY},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u12aF\"", JSON_KIND_STRING},
        {"\"\x7f€\"", JSON_KIND_STRING},
        {"-1.5e3", JSON_KIND_NUMBER},
        {"true", JSON_KIND_LITERAL},
        {"false", JSON_KIND_LITERAL},
        {"null", JSON_KIND_LITERAL},
        {"", -1},
        {" ", -1},
        {"{", -1},
        {"{a:1}", -1},
        {"{\"a\"}", -1},
        {"{\"a\":}", -1},
        {"{\"a\":1,}", -1},
        {"{,}", -1},
        {"{1:2}", -1},
        {"[1,]", -1},
        {"[,1]", -1},
        {"[1 2]", -1},
        {"[1}", -1},
        {"[1]]", -1},
        {"01", -1},
        {"+1", -1},
        {"1.", -1},
        {".5", -1},
        {"1e", -1},
        {"-", -1},
        {"0x1", -1},
        {"NaN", -1},
        {"Infinity", -1},
        {"undefined", -1},
        {"nul", -1},
        {"truefalse", -1},
        {"'a'", -1},
        {"\"", -1},
        {"\"\\\"", -1},
        {"\"\\x41\"", -1},
        {"\"\\u12\"", -1},
        {"\"\\u12g4\"", -1},
        {"\"\n\"", -1},
        {"\"\t\"", -1},
        {"1 // comment", -1},
        {"\f1", -1},
        {"\xef\xbb\xbf{}", -1},
    };
    (void) state;
    for (size_t i = 0; i < COUNT(table); i++) {
        enum json_kind kind;
        bool ok = json_scan(str_from(table[i].text), &kind);
        if (ok != (table[i].kind >= 0))
            fail_msg("%s: %s", ok ? "taken" : "refused", table[i].text);
        if (ok)
            assert_int_equal(kind, table[i].kind);
    }
}

static void json_nests_so_deep_and_no_deeper(void **state)
{
    char text[2 * JSON_SCAN_MAX_DEPTH + 2];
    enum json_kind kind;
    (void) state;
    memset(text, '[', JSON_SCAN_MAX_DEPTH);
    memset(text + JSON_SCAN_MAX_DEPTH, ']', JSON_SCAN_MAX_DEPTH);
    assert_true(json_scan(str_of(text, 2 * JSON_SCAN_MAX_DEPTH), &kind));
    memset(text, '[', JSON_SCAN_MAX_DEPTH + 1);
    memset(text + JSON_SCAN_MAX_DEPTH + 1, ']', JSON_SCAN_MAX_DEPTH + 1);
    assert_false(json_scan(str_of(text, sizeof(text)), &kind));
    /* Siblings are no depth. */
    assert_true(json_scan(STR("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],"
                              "[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]"),
                          &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_valid_packet_is_taken_apart),
        cmocka_unit_test(an_invalid_packet_is_refused),
        cmocka_unit_test(a_namespace_has_a_longest),
        cmocka_unit_test(an_event_is_a_name_and_arguments),
        cmocka_unit_test(the_head_of_a_packet_leaves_out_what_is_not_there),
        cmocka_unit_test(json_is_what_rfc_8259_says),
        cmocka_unit_test(json_nests_so_deep_and_no_deeper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
