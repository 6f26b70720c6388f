/* shared/str: reading borrowed bytes. */
#include "tests/unit/unit.h"

#include <stdio.h>

static void numbers_are_read_exactly_or_not_at_all(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"1", true, 1},
        {"9007199254740991", true, 9007199254740991},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"99999999999999999999", false, 0},
        {"", false, 0},
        {"01", false, 0},
        {"-1", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1e3", false, 0},
        {"0x10", false, 0},
        {"abc", false, 0},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t value = -7;
        assert_int_equal(str_to_i64(str_from(cases[i].text), &value), cases[i].ok);
        assert_int_equal(value, cases[i].ok ? cases[i].value : -7);
    }
}

static void only_valid_utf8_without_nul_passes(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        bool ok;
    } cases[] = {
        {"", 0, true},
        {"plain", 5, true},
        {"\xc3\xa9", 2, true},
        {"\xe4\xb8\xad", 3, true},
        {"\xf0\x9f\x98\x80", 4, true},
        {"a\0b", 3, false},
        {"\xc3", 1, false},
        {"\xe4\xb8", 2, false},
        {"\x80", 1, false},
        {"\xc0\xaf", 2, false},         /* overlong */
        {"\xe0\x80\xaf", 3, false},     /* overlong */
        {"\xed\xa0\x80", 3, false},     /* surrogate */
        {"\xf4\x90\x80\x80", 4, false}, /* above U+10FFFF */
        {"\xff", 1, false},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(str_is_utf8(str_of(cases[i].bytes, cases[i].len)), cases[i].ok);
}

static void cutting_gives_every_piece_once(void **state)
{
    struct str rest = STR("a//b");
    (void) state;
    assert_str(str_cut(&rest, '/'), "a");
    assert_str(str_cut(&rest, '/'), "");
    assert_str(str_cut(&rest, '/'), "b");
    assert_null(rest.ptr);
}

static void trimming_and_comparing(void **state)
{
    (void) state;
    assert_str(str_trim(STR(" \t\r\n a b \n")), "a b");
    assert_str(str_trim(STR("  ")), "");
    assert_true(str_ieq(STR("Bearer"), STR("bEARER")));
    assert_false(str_ieq(STR("Bearer"), STR("Bearers")));
    assert_int_equal(str_utf8_count(STR("h\xc3\xa9llo\xf0\x9f\x98\x80")), 6);
    assert_str(str_slice(STR("abc"), 1, 99), "bc");
    assert_str(str_slice(STR("abc"), 5, 9), "");
}

static void text_is_trimmed_of_white_space_of_any_script(void **state)
{
    (void) state;
    assert_str(str_trim_text(STR("\xc2\xa0\xe3\x80\x80 a \xe2\x80\x83"
                                 "b\n\xef\xbb\xbf")),
               "a \xe2\x80\x83"
               "b");
    assert_str(str_trim_text(STR("\xe3\x80\x80\xc2\x85")), "");
    assert_str(str_trim_text(STR("")), "");
    assert_str(str_trim_text(STR("\xf0\x9f\x98\x80")), "\xf0\x9f\x98\x80");
    assert_str(str_trim_text(STR("a\xe2\x80\x8d")), "a\xe2\x80\x8d"); /* a joiner is no space */
}

static void what_shows_nothing_is_blank(void **state)
{
    static const char *const blank[] = {"",
                                        " \t\n",
                                        "\xc2\xa0",
                                        "\xe2\x80\x8b\xe2\x80\xae",
                                        "\xef\xbb\xbf",
                                        "\xe3\x85\xa4",
                                        "\xf3\xa0\x80\x81"};
    static const char *const seen[] = {
        "a", " \xc3\xa9", "\x01\x1f", "\xe2\x80\x8b.", "\xf0\x9f\x98\x80", "\xe4\xb8\xad"};
    (void) state;
    for (size_t i = 0; i < sizeof(blank) / sizeof(blank[0]); i++)
        assert_true(str_is_blank(str_from(blank[i])));
    for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
        assert_false(str_is_blank(str_from(seen[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_exactly_or_not_at_all),
        cmocka_unit_test(only_valid_utf8_without_nul_passes),
        cmocka_unit_test(cutting_gives_every_piece_once),
        cmocka_unit_test(trimming_and_comparing),
        cmocka_unit_test(text_is_trimmed_of_white_space_of_any_script),
        cmocka_unit_test(what_shows_nothing_is_blank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
