#include "cgi/store/permission_columns.h"

static uint64_t bits(const struct db_rows *rows, int row, int column)
{
    return (uint64_t) db_get_i64(rows, row, column);
}

void permission_read_base(const struct db_rows *rows, int row, int column,
                          struct permission_inputs *out)
{
    out->is_owner = db_get_bool(rows, row, column);
    out->base = bits(rows, row, column + 1);
    out->is_timed_out = db_get_bool(rows, row, column + 2);
}

void permission_read_channel(const struct db_rows *rows, int row, int column,
                             struct permission_inputs *out)
{
    out->everyone_deny = bits(rows, row, column);
    out->everyone_allow = bits(rows, row, column + 1);
    out->roles_deny = bits(rows, row, column + 2);
    out->roles_allow = bits(rows, row, column + 3);
    out->member_deny = bits(rows, row, column + 4);
    out->member_allow = bits(rows, row, column + 5);
}
