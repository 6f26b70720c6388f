/* cgi/domain/search: what is typed, how texts fit, what is highlighted. */
#include "tests/unit/unit.h"

#include "cgi/domain/fold.h"
#include "cgi/domain/search.h"

static void what_is_typed_falls_into_words_and_phrases(void **state)
{
    static const struct {
        const char *q;
        const char *terms[4];
    } cases[] = {
        {"one two", {"one", "two"}},
        {"  one\t\xe3\x80\x80two\n", {"one", "two"}},
        {"\"one two\" three", {"one two", "three"}},
        {"a\"b c\"d", {"a", "b c", "d"}},
        {"\"open end", {"open end"}},
        {"\"\" \" \" \"", {NULL}},
        {"", {NULL}},
        {"СЕРВЕР Р", {"СЕРВЕР", "Р"}}, /* the second byte of Р would be a space of Latin-1 */
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str terms[SEARCH_TERMS_MAX];
        size_t count = search_terms(str_from(cases[i].q), terms), wanted = 0;
        while (wanted < 4 && cases[i].terms[wanted])
            wanted++;
        assert_int_equal(count, wanted);
        for (size_t t = 0; t < count; t++)
            assert_true(str_eq_cstr(terms[t], cases[i].terms[t]));
    }
}

static void a_term_is_found_as_its_trigrams_allow(void **state)
{
    (void) state;
    assert_int_equal(search_grip(STR("fox")), SEARCH_ANYWHERE);
    assert_int_equal(search_grip(STR("при")), SEARCH_ANYWHERE);
    assert_int_equal(search_grip(STR("京")), SEARCH_ANYWHERE);
    assert_int_equal(search_grip(STR("한")), SEARCH_ANYWHERE);
    assert_int_equal(search_grip(STR("a.bcd")), SEARCH_ANYWHERE);
    assert_int_equal(search_grip(STR("не")), SEARCH_AT_WORD);
    assert_int_equal(search_grip(STR("c++")), SEARCH_AT_WORD);
    assert_int_equal(search_grip(STR("++c")), SEARCH_BLIND);
    assert_int_equal(search_grip(STR("%")), SEARCH_BLIND);
    assert_int_equal(search_grip(STR("😀")), SEARCH_BLIND);
}

static int rank_of(const char *q, const char *text)
{
    struct arena a;
    struct str terms[SEARCH_TERMS_MAX];
    arena_init(&a);
    size_t count = search_terms(str_from(q), terms);
    int rank = search_rank(search_create(&a, terms, count), str_from(text));
    arena_cleanup(&a);
    return rank;
}

static void whole_words_and_words_in_a_row_rank_higher(void **state)
{
    (void) state;
    assert_true(rank_of("cat", "the Cat.") > rank_of("cat", "concatenate"));
    assert_true(rank_of("cat", "concat cat") == rank_of("cat", "cat"));
    assert_true(rank_of("cat dog", "cat dog") > rank_of("cat dog", "dog cat"));
    assert_true(rank_of("cat dog", "dog cat") > rank_of("cat dog", "dog cats"));
    assert_true(rank_of("京", "東京都") == rank_of("京", "京"));
    assert_true(rank_of("мир", "Мир!") > rank_of("мир", "мирный"));
}

static void a_range_covers_whole_characters(void **state)
{
    static const struct {
        const char *q, *text;
        uint32_t ranges[6];
    } cases[] = {
        {"elan", "😀 Élan élan", {3, 7, 8, 12}},
        {"ss", "groß", {0}}, /* a short word is looked for where words begin */
        {"strass", "Straße", {0, 5}},
        {"cafe", "cafe\xcc\x81!", {0, 5}},
        {"ab b", "ab b", {0, 2, 3, 4}},
        {"abc bcd", "abcd", {0, 4}},
        {"fi1",
         "\xef\xac\x81"
         "1",
         {0}}, /* the ligature is above what fold.def holds */
    };
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena a;
        struct str terms[SEARCH_TERMS_MAX];
        struct search_range ranges[SEARCH_RANGES_MAX];
        size_t wanted = 0;
        arena_init(&a);
        struct search *s = search_create(&a, terms, search_terms(str_from(cases[i].q), terms));
        size_t count = search_ranges(s, str_from(cases[i].text), ranges);
        while (wanted < 3 && cases[i].ranges[2 * wanted + 1] > 0)
            wanted++;
        assert_int_equal(count, wanted);
        for (size_t r = 0; r < count; r++) {
            assert_int_equal(ranges[r].start, cases[i].ranges[2 * r]);
            assert_int_equal(ranges[r].end, cases[i].ranges[2 * r + 1]);
        }
        arena_cleanup(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_falls_into_words_and_phrases),
        cmocka_unit_test(a_term_is_found_as_its_trigrams_allow),
        cmocka_unit_test(whole_words_and_words_in_a_row_rank_higher),
        cmocka_unit_test(a_range_covers_whole_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
