/* Files whose place went away (registry.uploads): nobody is given them any more. */
#ifndef OHKAY_CGI_STORE_UPLOAD_DROPS_H
#define OHKAY_CGI_STORE_UPLOAD_DROPS_H

#include "cgi/ctx.h"

/* Give up all files of a place, such as uploads_conversation_place. */
enum err upload_drops_place(struct ctx *ctx, struct str place);

/* Give up a user's avatar, and what he stored and no message names. */
enum err upload_drops_user(struct ctx *ctx, int64_t user_id);

#endif
