/* What people write, read the same way wherever they write it. */
#ifndef OHKAY_CGI_RESOURCES_MESSAGE_INPUT_H
#define OHKAY_CGI_RESOURCES_MESSAGE_INPUT_H

#include "cgi/store/messages.h"

/* Read content, replyToId and nonce of the body (or the Idempotency-Key header in the nonce's
 * place), and find the mentions. */
struct message_draft message_input_draft(struct ctx *ctx);

/* Read the content alone, for an edit. */
struct message_draft message_input_edit(struct ctx *ctx);

/* A stored message as its author's answer and everybody's event carry it: with the nonce of the
 * body, if it has one. */
struct str message_input_echo(struct ctx *ctx, struct str json);

/* Queue the event of a stored message to rooms. With a nonce, a repeat is published only if the
 * first was not. */
struct ctx_event *message_input_emit(struct ctx *ctx, enum event event, struct str rooms,
                                     struct str json, const struct message_draft *draft,
                                     bool is_repeat);

#endif
