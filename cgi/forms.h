/* Bodies as senders for Discord's webhooks write them when it is not JSON: forms.
 *
 * The field payload_json of a form is the whole body; without it, each field is a text of the body.
 */
#ifndef OHKAY_CGI_FORMS_H
#define OHKAY_CGI_FORMS_H

#include "cgi/ctx.h"

/* Whether the request's body is application/x-www-form-urlencoded. */
bool forms_is_form(const struct request *request);

/* Make ctx->body of the form in ctx->request.body. ERR_MALFORMED when it is not one, or there is no
 * JSON object in its payload_json. */
enum err forms_parse(struct ctx *ctx);

#endif
