/* cgi/domain/emoji: what is one emoji, and in which of its spellings it is kept. */
#include "cgi/domain/emoji.h"
#include "tests/unit/unit.h"

#include <stdio.h>

static void one_emoji_is_taken_however_it_is_written(void **state)
{
    static const struct {
        const char *text, *kept;
    } cases[] = {
        {"👍", "👍"},
        {"👍🏽", "👍🏽"},
        {"❤️", "❤️"},
        {"❤", "❤️"},
        {"⌚️", "⌚"},
        {"✌️🏿", "✌🏿"},
        {"☺", "☺️"},
        {"👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"},
        {"👩🏽‍❤️‍💋‍👨🏿", "👩🏽‍❤️‍💋‍👨🏿"},
        {"👩🏽‍❤‍💋‍👨🏿", "👩🏽‍❤️‍💋‍👨🏿"},
        {"🏃🏾‍♀", "🏃🏾‍♀️"},
        {"🏳️‍🌈", "🏳️‍🌈"},
        {"🏴‍☠", "🏴‍☠️"},
        {"🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"},
        {"🇫🇷", "🇫🇷"},
        {"1️⃣", "1️⃣"},
        {"#⃣", "#️⃣"},
        {"©", "©️"},
        {"🫪", "🫪"},
        {"parrot:7", "parrot:7"},
        {"Party_Parrot2:9007199254740991", "Party_Parrot2:9007199254740991"},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct emoji emoji, again;
        assert_true(emoji_read(str_from(cases[i].text), &emoji));
        assert_str(emoji_text(&emoji), cases[i].kept);
        assert_true(emoji_read(emoji_text(&emoji), &again));
        assert_str(emoji_text(&again), cases[i].kept);
    }
}

static void a_custom_one_has_a_name_and_an_id(void **state)
{
    struct emoji emoji;
    (void) state;
    assert_true(emoji_read(STR("wave:42"), &emoji));
    assert_str(emoji_name(&emoji), "wave");
    assert_int_equal(emoji.custom_id, 42);
    assert_true(emoji_read(STR("👋"), &emoji));
    assert_int_equal(emoji_name(&emoji).len, 0);
    assert_int_equal(emoji.custom_id, 0);
}

static void anything_else_is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "a",
        "1",
        "#",
        "*",
        "é",
        "日",
        "\n",
        "\x01",
        "\x7f",
        " ",
        " 👍",
        "👍 ",
        "👍👍",
        "👍a",
        "a👍",
        "\xef\xb8\x8f",
        "\xe2\x80\x8d",
        "👍\xe2\x80\x8d",
        "\xe2\x80\x8d👍",
        "🇫",
        "🇫🇷🇫",
        "🇫🇷🇫🇷",
        "1\xef\xb8\x8f",
        "ab⃣",
        "👍🏽🏽",
        "👍\xef\xb8\x8f\xef\xb8\x8f",
        "👍\xef\xb8\x8e",
        "🏴󠁧󠁢󠁥󠁮󠁧",
        "👍󠁧󠁢󠁿",
        "\xf0\x9f",
        "\xff",
        ":",
        "wave:",
        ":42",
        "wave:0",
        "wave:042",
        "wave:-1",
        "wave:x",
        "wave:1:2",
        "w-ave:1",
        "wévé:1",
        "<:wave:1>",
        "wave:99999999999999999999",
        "a12345678901234567890123456789012:1",
    };
    char family[200] = "👩";
    struct emoji emoji;
    (void) state;
    while (strlen(family) <= EMOJI_BYTES_MAX)
        strcat(family, "\xe2\x80\x8d👩");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (emoji_read(str_from(cases[i]), &emoji))
            fail_msg("case %zu, %s, was taken", i, cases[i]);
    }
    assert_false(emoji_read(STR("👍\0"), &emoji));
    assert_false(emoji_read(str_from(family), &emoji));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_emoji_is_taken_however_it_is_written),
        cmocka_unit_test(a_custom_one_has_a_name_and_an_id),
        cmocka_unit_test(anything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
