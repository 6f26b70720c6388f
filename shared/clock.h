/* The time and randomness, in one place so that tests can set them. */
#ifndef OHKAY_SHARED_CLOCK_H
#define OHKAY_SHARED_CLOCK_H

#include "shared/str.h"

/* Wall clock, milliseconds since 1970-01-01T00:00:00Z. */
int64_t clock_wall_ms(void);

/* Monotonic clock, milliseconds since an arbitrary start: for timeouts. */
uint64_t clock_mono_ms(void);

/* Monotonic clock in microseconds: for measuring. */
uint64_t clock_mono_us(void);

/* Stand still at `wall_ms` (both clocks), for tests; a negative value lets time run again. */
void clock_set_for_test(int64_t wall_ms);

/* Bytes of `clock_format`'s result, with its NUL. */
enum { CLOCK_TEXT_SIZE = 25 };

/* Write `wall_ms` as RFC 3339 UTC with milliseconds, 2026-01-02T03:04:05.678Z. */
void clock_format(int64_t wall_ms, char out[CLOCK_TEXT_SIZE]);

#endif
