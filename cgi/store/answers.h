/* Taking what a statement answered, the same way everywhere. Each passes an error on as it is. */
#ifndef OHKAY_CGI_STORE_ANSWERS_H
#define OHKAY_CGI_STORE_ANSWERS_H

#include "cgi/ctx.h"

/* The one row's first column: a text or JSON, borrowed from the rows. ERR_NOT_FOUND when there is
 * no row. */
enum err answer_text(enum err err, const struct db_rows *rows, struct str *out);

/* The same for a number. */
enum err answer_i64(enum err err, const struct db_rows *rows, int64_t *out);

/* Whether there is a row at all: ERR_NOT_FOUND otherwise. */
enum err answer_row(enum err err, const struct db_rows *rows);

/* The first column of every row as ids, in the arena. */
enum err answer_ids(struct ctx *ctx, enum err err, const struct db_rows *rows, const int64_t **ids,
                    size_t *count);

#endif
