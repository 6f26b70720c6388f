/* What every cmocka test includes, in the order cmocka wants it. */
#ifndef OHKAY_TESTS_UNIT_H
#define OHKAY_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shared/str.h"

/* Compare text, and show both when they differ. */
#define assert_str(actual, expected)                                                               \
    do {                                                                                           \
        struct str actual_ = (actual);                                                             \
        char shown_[4096];                                                                         \
        snprintf(shown_, sizeof(shown_), "%.*s", STR_FMT(actual_));                                \
        assert_string_equal(shown_, (expected));                                                   \
    } while (0)

#endif
