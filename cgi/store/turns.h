/* Work that only one process of the instance does at a time. */
#ifndef OHKAY_CGI_STORE_TURNS_H
#define OHKAY_CGI_STORE_TURNS_H

#include "cgi/ctx.h"

/* Take the turn for a kind of work, unless somebody has it: `*mine` tells. It ends with turns_end,
 * or with this process. */
enum err turns_take(struct ctx *ctx, struct str work, bool *mine);
void turns_end(struct ctx *ctx, struct str work);

#endif
