/* shared/buf and shared/arena: memory that names its maximum, and memory of one request. */
#include "tests/unit/unit.h"

#include "shared/arena.h"
#include "shared/buf.h"

#include <stdio.h>

static void a_buffer_never_passes_its_maximum(void **state)
{
    struct buf b;
    (void) state;
    buf_init(&b, 8);
    assert_true(buf_add(&b, STR("12345")));
    assert_false(buf_add(&b, STR("6789")));
    assert_false(buf_ok(&b));
    assert_str(buf_str(&b), "12345");
    assert_false(buf_add_char(&b, 'x')); /* failed stays failed */
    buf_clear(&b);
    assert_true(buf_printf(&b, "%d", 12345678));
    assert_string_equal(buf_cstr(&b), "12345678");
    assert_false(buf_printf(&b, "%d", 9));
    buf_cleanup(&b);
}

static void consuming_drops_from_the_front(void **state)
{
    struct buf b;
    (void) state;
    buf_init(&b, 100);
    buf_add_cstr(&b, "hello world");
    buf_consume(&b, 6);
    assert_str(buf_str(&b), "world");
    buf_consume(&b, 99);
    assert_int_equal(b.len, 0);
    buf_cleanup(&b);
}

static void an_empty_buffer_is_an_empty_string(void **state)
{
    struct buf b;
    (void) state;
    buf_init(&b, 10);
    assert_string_equal(buf_cstr(&b), "");
    buf_cleanup(&b);
}

static void arena_memory_is_zeroed_aligned_and_survives_growth(void **state)
{
    struct arena a;
    char *blocks[100];
    (void) state;
    arena_init(&a);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 100; i++) {
            size_t size = i * 997 + 1;
            blocks[i] = arena_alloc(&a, size);
            assert_int_equal((uintptr_t) blocks[i] % _Alignof(max_align_t), 0);
            for (size_t at = 0; at < size; at += 97)
                assert_int_equal(blocks[i][at], 0);
            memset(blocks[i], (int) i, size);
        }
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(blocks[i][i * 997], (char) i);
        arena_reset(&a);
    }
    assert_str(arena_printf(&a, "%s-%d", "x", 5), "x-5");
    assert_string_equal(arena_cstr(&a, str_of("abcdef", 3)), "abc");
    arena_cleanup(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_never_passes_its_maximum),
        cmocka_unit_test(consuming_drops_from_the_front),
        cmocka_unit_test(an_empty_buffer_is_an_empty_string),
        cmocka_unit_test(arena_memory_is_zeroed_aligned_and_survives_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
