/* Frames are shared and counted; the queue of one connection is bounded. */
#include "pushd/session/outq.h"

#include "tests/unit/unit.h"

#include <stdio.h>

static struct frame *text(const char *packet)
{
    return frame_create_text(str_from(packet));
}

/* Push and give the own reference back. */
static bool push(struct outq *q, const char *packet)
{
    struct frame *f = text(packet);
    bool ok = outq_push(q, f);
    frame_unref(f);
    return ok;
}

static void a_frame_lives_as_long_as_its_last_reference(void **state)
{
    struct outq a, b;
    (void) state;
    outq_init(&a, 1000, 10);
    outq_init(&b, 1000, 10);
    struct frame *f = text("4hello");
    assert_true(outq_push(&a, f));
    assert_true(outq_push(&b, f));
    frame_unref(f);
    outq_pop(&a);
    assert_str(frame_bytes(outq_peek(&b)), "4hello");
    outq_clear(&b);
    frame_unref(NULL);
}

static void a_frame_has_room_for_a_header(void **state)
{
    (void) state;
    struct frame *f = frame_create_binary(STR("abc"));
    memset(frame_wire(f) - FRAME_HEADROOM, 0xee, FRAME_HEADROOM);
    assert_str(frame_bytes(f), "abc");
    assert_true(frame_is_binary(f));
    assert_ptr_equal(frame_wire(f), frame_bytes(f).ptr);
    frame_unref(f);
}

static void frames_leave_in_the_order_they_came(void **state)
{
    struct outq q;
    char packet[16], expected[16];
    unsigned in = 0, out = 0;
    (void) state;
    outq_init(&q, 1 << 20, 1000);
    /* In and out in uneven steps, so that the ring wraps while it grows. */
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 7; i++) {
            snprintf(packet, sizeof(packet), "4%u", in++);
            assert_true(push(&q, packet));
        }
        for (int i = 0; i < 5; i++) {
            snprintf(expected, sizeof(expected), "4%u", out++);
            assert_str(frame_bytes(outq_peek(&q)), expected);
            outq_pop(&q);
        }
    }
    assert_int_equal(q.count, in - out);
    for (uint32_t i = 0; i < q.count; i++) {
        snprintf(expected, sizeof(expected), "4%u", out + i);
        assert_str(frame_bytes(outq_at(&q, i)), expected);
    }
    assert_null(outq_at(&q, q.count));
    outq_clear(&q);
    assert_int_equal(q.bytes, 0);
    assert_null(q.ring);
}

static void more_bytes_than_the_bound_overflow(void **state)
{
    struct outq q;
    (void) state;
    outq_init(&q, 200, 1000);
    assert_true(push(&q, "40123456789"));
    assert_true(push(&q, "40123456789"));
    assert_false(push(&q, "40123456789"));
    assert_true(q.overflowed);
    assert_int_equal(q.count, 2);
    outq_clear(&q);
}

static void more_frames_than_the_bound_overflow(void **state)
{
    struct outq q;
    (void) state;
    outq_init(&q, 1 << 20, 3);
    for (int i = 0; i < 3; i++)
        assert_true(push(&q, ""));
    assert_false(q.overflowed);
    assert_false(push(&q, ""));
    assert_true(q.overflowed);
    outq_clear(&q);
}

static void one_frame_fits_whatever_its_size(void **state)
{
    struct outq q;
    (void) state;
    outq_init(&q, 10, 10);
    assert_true(push(&q, "4a frame longer than all that may wait"));
    assert_false(push(&q, "4"));
    outq_pop(&q);
    assert_int_equal(q.bytes, 0);
}

static void an_empty_queue_owns_nothing(void **state)
{
    struct outq q;
    (void) state;
    outq_init(&q, 1 << 20, 1000);
    assert_null(q.ring);
    assert_null(outq_peek(&q));
    for (int i = 0; i < 100; i++)
        push(&q, "4x");
    while (q.count > 0)
        outq_pop(&q);
    assert_null(q.ring);
    outq_clear(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_lives_as_long_as_its_last_reference),
        cmocka_unit_test(a_frame_has_room_for_a_header),
        cmocka_unit_test(frames_leave_in_the_order_they_came),
        cmocka_unit_test(more_bytes_than_the_bound_overflow),
        cmocka_unit_test(more_frames_than_the_bound_overflow),
        cmocka_unit_test(one_frame_fits_whatever_its_size),
        cmocka_unit_test(an_empty_queue_owns_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
