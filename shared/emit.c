#include "shared/emit.h"

static const struct emit_row rows[] = {
#define EMIT(name, kind, method, path) {#name, EMIT_##kind, method, path},
#include "shared/emit.def"
#undef EMIT
};

const struct emit_row *emit_rows(size_t *count)
{
    *count = sizeof(rows) / sizeof(rows[0]);
    return rows;
}
