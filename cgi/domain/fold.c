#include "cgi/domain/fold.h"

#include <stdlib.h>

struct fold_row {
    uint32_t from;
    struct str to;
};

static const struct fold_row rows[] = {
#define FOLD(from, to) {from, {"" to, sizeof(to) - 1}},
#include "cgi/domain/fold.def"
#undef FOLD
};

static const char lower[] = "abcdefghijklmnopqrstuvwxyz";

static int by_code_point(const void *key, const void *row)
{
    uint32_t c = *(const uint32_t *) key, from = ((const struct fold_row *) row)->from;
    return c < from ? -1 : c > from;
}

struct str fold_char(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return str_of(&lower[c - 'A'], 1);
    if (c < 0x80)
        return (struct str){0};
    const struct fold_row *row =
        bsearch(&c, rows, sizeof(rows) / sizeof(rows[0]), sizeof(rows[0]), by_code_point);
    return row ? row->to : (struct str){0};
}
