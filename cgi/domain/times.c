#include "cgi/domain/times.h"

/* What is left to read; `failed` once something did not fit. */
struct reader {
    struct str rest;
    bool failed;
};

static char next(struct reader *r)
{
    char c = r->rest.len > 0 ? r->rest.ptr[0] : '\0';
    r->rest = str_slice(r->rest, 1, r->rest.len);
    return c;
}

/* A number of exactly so many digits. */
static int64_t digits(struct reader *r, int count, int64_t least, int64_t most)
{
    int64_t value = 0;
    for (int i = 0; i < count; i++) {
        char c = next(r);
        if (c < '0' || c > '9')
            r->failed = true;
        value = value * 10 + (c - '0');
    }
    if (value < least || value > most)
        r->failed = true;
    return r->failed ? least : value;
}

static void expect(struct reader *r, char lower, char upper)
{
    char c = next(r);
    if (c != lower && c != upper)
        r->failed = true;
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_in(int64_t year, int64_t month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar. */
static int64_t days_to(int64_t year, int64_t month, int64_t day)
{
    int64_t before = year - 1;
    int64_t days = (year - 1970) * 365 + (before / 4 - before / 100 + before / 400) -
                   (1969 / 4 - 1969 / 100 + 1969 / 400);
    for (int64_t m = 1; m < month; m++)
        days += days_in(year, m);
    return days + day - 1;
}

static int64_t fraction_ms(struct reader *r)
{
    int64_t ms = 0, scale = 100;
    if (r->rest.len == 0 || r->rest.ptr[0] != '.')
        return 0;
    next(r);
    if (r->rest.len == 0 || r->rest.ptr[0] < '0' || r->rest.ptr[0] > '9')
        r->failed = true;
    while (r->rest.len > 0 && r->rest.ptr[0] >= '0' && r->rest.ptr[0] <= '9') {
        ms += (next(r) - '0') * scale;
        scale /= 10;
    }
    return ms;
}

static int64_t offset_minutes(struct reader *r)
{
    char sign = next(r);
    if (sign == 'Z' || sign == 'z')
        return 0;
    if (sign != '+' && sign != '-')
        r->failed = true;
    int64_t hours = digits(r, 2, 0, 23);
    expect(r, ':', ':');
    int64_t minutes = hours * 60 + digits(r, 2, 0, 59);
    return sign == '-' ? -minutes : minutes;
}

bool times_parse(struct str text, int64_t *ms)
{
    struct reader r = {.rest = text};
    int64_t year = digits(&r, 4, 1970, 9999);
    expect(&r, '-', '-');
    int64_t month = digits(&r, 2, 1, 12);
    expect(&r, '-', '-');
    int64_t day = digits(&r, 2, 1, days_in(year, month));
    expect(&r, 't', 'T');
    int64_t hour = digits(&r, 2, 0, 23);
    expect(&r, ':', ':');
    int64_t minute = digits(&r, 2, 0, 59);
    expect(&r, ':', ':');
    int64_t second = digits(&r, 2, 0, 59);
    int64_t fraction = fraction_ms(&r), offset = offset_minutes(&r);
    if (r.failed || r.rest.len > 0)
        return false;
    int64_t minutes = days_to(year, month, day) * 1440 + hour * 60 + minute - offset;
    *ms = (minutes * 60 + second) * 1000 + fraction;
    return true;
}
