/* Reactions to direct messages (dms.reactions). Hold the conversation to write. */
#ifndef OHKAY_CGI_STORE_DMS_REACTIONS_H
#define OHKAY_CGI_STORE_DMS_REACTIONS_H

#include "cgi/domain/emoji.h"
#include "cgi/store/pages.h"

/* Add the caller's reaction. `*changed` tells whether he had not reacted so before. ERR_NOT_FOUND
 * when there is no such message, ERR_REACTION_LIMIT when it would be the first of one kind more
 * than a message may have. */
enum err dms_reactions_add(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                           const struct emoji *emoji, bool *changed);

/* Take it away. `*changed` tells whether it was there. ERR_NOT_FOUND when there is no such message.
 */
enum err dms_reactions_remove(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                              const struct emoji *emoji, bool *changed);

/* Who reacted so, a page by their ids, in the arena. ERR_NOT_FOUND when there is no such message.
 */
enum err dms_reactions_users(struct ctx *ctx, int64_t conversation_id, int64_t message_id,
                             const struct emoji *emoji, const struct page *page,
                             const int64_t **ids, size_t *count);

#endif
