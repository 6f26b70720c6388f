/* Writes that carry an Idempotency-Key (auth.repeats). */
#ifndef OHKAY_CGI_STORE_REPEATS_H
#define OHKAY_CGI_STORE_REPEATS_H

#include "cgi/ctx.h"

/* Claim the caller's key for this call, waiting for whoever has it. `*is_first` tells whether the
 * work is to be done; if not, `*status` and `*reply` are the first answer. ERR_CONFLICT when the
 * key was used for another call. Ends with repeats_let_go, whatever came of it. */
enum err repeats_claim(struct ctx *ctx, struct str key, struct str call, bool *is_first,
                       int *status, struct str *reply);
void repeats_let_go(struct ctx *ctx, struct str key);

/* The work is done and committed: keep the answer for a day. */
enum err repeats_keep(struct ctx *ctx, struct str key, int status, struct str reply);

/* Nothing was done: the key is free again. */
void repeats_release(struct ctx *ctx, struct str key);

/* Delete those whose day is over. */
enum err repeats_sweep(struct ctx *ctx, int64_t *count);

#endif
