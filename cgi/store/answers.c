#include "cgi/store/answers.h"

enum err answer_row(enum err err, const struct db_rows *rows)
{
    return err == ERR_NONE && rows->count == 0 ? ERR_NOT_FOUND : err;
}

enum err answer_text(enum err err, const struct db_rows *rows, struct str *out)
{
    err = answer_row(err, rows);
    if (err == ERR_NONE)
        *out = db_get(rows, 0, 0);
    return err;
}

enum err answer_i64(enum err err, const struct db_rows *rows, int64_t *out)
{
    err = answer_row(err, rows);
    if (err == ERR_NONE)
        *out = db_get_i64(rows, 0, 0);
    return err;
}

enum err answer_ids(struct ctx *ctx, enum err err, const struct db_rows *rows, const int64_t **ids,
                    size_t *count)
{
    if (err != ERR_NONE)
        return err;
    int64_t *list = arena_alloc(ctx->arena, ((size_t) rows->count + 1) * sizeof(*list));
    for (int i = 0; i < rows->count; i++)
        list[i] = db_get_i64(rows, i, 0);
    *ids = list;
    *count = (size_t) rows->count;
    return ERR_NONE;
}
