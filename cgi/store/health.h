/* Whether a database answers. */
#ifndef OHKAY_CGI_STORE_HEALTH_H
#define OHKAY_CGI_STORE_HEALTH_H

#include "cgi/ctx.h"

/* Ask one of the fixed databases the simplest question. */
bool health_ask(struct ctx *ctx, enum db_kind kind);

#endif
