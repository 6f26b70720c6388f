/* Reactions to messages of a server's channels (server.reactions). Hold the channel to write. */
#ifndef OHKAY_CGI_STORE_REACTIONS_H
#define OHKAY_CGI_STORE_REACTIONS_H

#include "cgi/domain/emoji.h"
#include "cgi/store/pages.h"

/* What came of it: the numbers are those of the statements. */
enum reaction_result {
    REACTION_CHANGED,
    REACTION_AS_IT_WAS, /* he had reacted so already, or had not */
    /* Only the first of a kind: */
    REACTION_NOT_ALLOWED,   /* `may_begin` is false */
    REACTION_NO_SUCH_EMOJI, /* the server has no such custom emoji */
    REACTION_TOO_MANY,      /* there are 20 kinds already */
};

/* Add the caller's reaction. ERR_NOT_FOUND when there is no such message. */
enum err reactions_add(struct ctx *ctx, struct db *db, int64_t channel_id, int64_t message_id,
                       const struct emoji *emoji, bool may_begin, enum reaction_result *out);

/* Take a user's reaction away. ERR_NOT_FOUND when there is no such message. */
enum err reactions_remove(struct db *db, int64_t channel_id, int64_t message_id,
                          const struct emoji *emoji, int64_t user_id, enum reaction_result *out);

/* Who reacted so, a page by their ids, in the arena. ERR_NOT_FOUND when there is no such
 * message. */
enum err reactions_users(struct ctx *ctx, struct db *db, int64_t channel_id, int64_t message_id,
                         const struct emoji *emoji, const struct page *page, const int64_t **ids,
                         size_t *count);

#endif
