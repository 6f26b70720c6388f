/* Everyone who shares a server or a conversation with a user: who hears of his presence. */
#ifndef OHKAY_CGI_RESOURCES_AUDIENCE_H
#define OHKAY_CGI_RESOURCES_AUDIENCE_H

#include "cgi/ctx.h"

/* Queue user_status_change to the user's servers and the people he shares conversations with.
 * `status` is what they may see; `custom_status` may have a NULL pointer. */
enum err audience_tell_status(struct ctx *ctx, int64_t user_id, struct str status,
                              struct str custom_status);

#endif
