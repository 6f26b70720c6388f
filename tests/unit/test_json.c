/* shared/json: what is taken as JSON, and how text is written. */
#include "tests/unit/unit.h"

#include "shared/json.h"

#include <stdio.h>

static void only_whole_valid_bounded_json_is_taken(void **state)
{
    static const struct {
        const char *text;
        bool ok;
    } cases[] = {
        {"{}", true},
        {" {\"a\": [1, 2.5, \"x\", null, true]} \n", true},
        {"[]", true},
        {"12", true},
        {"\"x\"", true},
        {"", false},
        {" ", false},
        {"{", false},
        {"{\"a\":1,}", false},
        {"{'a':1}", false},
        {"{a:1}", false},
        {"{} {}", false},
        {"{}x", false},
        {"[1,2", false},
        {"tru", false},
        {"NaN", false},
        {"[Infinity]", false},
        {"{} // no comments", false},
        {"\"a\nb\"", false},
        {"\"it's \\\"quoted\\\"\"", true},
        {"-1.5e+3", true},
        {"\"\xff\"", false},
        {"[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]", true},
        {"[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", false},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct json_object *value = json_parse(str_from(cases[i].text));
        if ((value != NULL) != cases[i].ok)
            fail_msg("%s: expected %d", cases[i].text, cases[i].ok);
        json_object_put(value);
    }
}

static void strings_keep_their_length_through_escapes(void **state)
{
    struct json_object *value = json_parse(STR("\"a\\u0000b\""));
    (void) state;
    assert_int_equal(json_text(value).len, 3);
    json_object_put(value);
    assert_int_equal(json_text(NULL).len, 0);
}

static void written_text_reads_back_the_same(void **state)
{
    static const char *const texts[] = {"",
                                        "plain",
                                        "quote \" and \\ and / and \n\r\t",
                                        "\x01\x1f",
                                        "h\xc3\xa9 \xf0\x9f\x98\x80",
                                        "</script>"};
    struct buf out;
    (void) state;
    buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        buf_clear(&out);
        json_add_string(&out, str_from(texts[i]));
        struct json_object *value = json_parse(buf_str(&out));
        assert_str(json_text(value), texts[i]);
        json_object_put(value);
    }
    buf_clear(&out);
    buf_add_char(&out, '{');
    json_add_i64(&out, "id", -5);
    json_add_bool(&out, "ok", true);
    json_add_raw(&out, "list", STR("[]"));
    json_add_text(&out, "name", STR("x\"y"));
    buf_add_char(&out, '}');
    assert_str(buf_str(&out), "{\"id\":-5,\"ok\":true,\"list\":[],\"name\":\"x\\\"y\"}");
    buf_cleanup(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_whole_valid_bounded_json_is_taken),
        cmocka_unit_test(strings_keep_their_length_through_escapes),
        cmocka_unit_test(written_text_reads_back_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
