#include "shared/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t frozen_ms = -1;

static uint64_t read_us(clockid_t id)
{
    struct timespec ts;
    clock_gettime(id, &ts);
    return (uint64_t) ts.tv_sec * 1000000U + (uint64_t) ts.tv_nsec / 1000U;
}

int64_t clock_wall_ms(void)
{
    return frozen_ms >= 0 ? frozen_ms : (int64_t) (read_us(CLOCK_REALTIME) / 1000U);
}

uint64_t clock_mono_ms(void)
{
    return clock_mono_us() / 1000U;
}

uint64_t clock_mono_us(void)
{
    return frozen_ms >= 0 ? (uint64_t) frozen_ms * 1000U : read_us(CLOCK_MONOTONIC);
}

void clock_set_for_test(int64_t wall_ms)
{
    frozen_ms = wall_ms;
}

void clock_format(int64_t wall_ms, char out[CLOCK_TEXT_SIZE])
{
    time_t seconds = (time_t) (wall_ms / 1000);
    struct tm tm;
    char day[20];
    gmtime_r(&seconds, &tm);
    strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out, CLOCK_TEXT_SIZE, "%.19s.%03uZ", day, (unsigned) (wall_ms % 1000) % 1000U);
}
