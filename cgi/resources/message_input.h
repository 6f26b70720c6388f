/* What people write, read the same way wherever they write it. */
#ifndef OHKAY_CGI_RESOURCES_MESSAGE_INPUT_H
#define OHKAY_CGI_RESOURCES_MESSAGE_INPUT_H

#include "cgi/access.h"
#include "cgi/domain/emoji.h"
#include "cgi/store/messages.h"

/* Read content, replyToId, attachmentIds and nonce of the body (or the Idempotency-Key header in
 * the nonce's place), and find the mentions. */
struct message_draft message_input_draft(struct ctx *ctx);

/* Read the content alone, for an edit. */
struct message_draft message_input_edit(struct ctx *ctx);

/* In a server's channel: what the author's rights there make of his draft. Whom he may not mention
 * stays text. */
void message_input_permit(struct message_draft *draft, const struct access *access);

/* Store a draft in the channel of `access`, as messages_insert does, and tell everybody: those who
 * may see it then, and the lists of servers that count it. */
enum err message_input_store(struct ctx *ctx, struct access *access, struct message_draft *draft,
                             struct message_stored *out);

/* For a draft with attachments, whose place's lock is held: claim them before it is stored, and
 * settle what came of it, `err` being the answer of storing it, which is passed on. Ids that are
 * not the caller's, or in another message, are ERR_INVALID_INPUT. */
enum err message_input_claim(struct ctx *ctx, struct str place, struct message_draft *draft);
enum err message_input_settle(struct ctx *ctx, struct str place, const struct message_draft *draft,
                              enum err err, const struct message_stored *stored);

/* The emoji of the path, for a reaction. */
struct emoji message_input_emoji(struct ctx *ctx);

/* A stored message as its author's answer and everybody's event carry it: with the nonce of the
 * body, if it has one. */
struct str message_input_echo(struct ctx *ctx, struct str json);

/* Queue the event of a stored message to rooms. With a nonce, a repeat is published only if the
 * first was not; `place`, where a nonce means one message, is the channel's or conversation's room
 * name. */
void message_input_emit(struct ctx *ctx, enum event event, struct str place, struct str rooms,
                        const struct message_stored *stored, const struct message_draft *draft);

#endif
