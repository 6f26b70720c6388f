/* Where channels stand: what is asked before one is moved, and who hears of it. */
#ifndef OHKAY_CGI_RESOURCES_CHANNEL_PLACES_H
#define OHKAY_CGI_RESOURCES_CHANNEL_PLACES_H

#include "cgi/access.h"

/* The one of that id among all places; NULL when there is none, or the caller may not see it. */
struct channel_place *channel_places_find(struct channel_place *places, size_t count, int64_t id);

/* Whether the caller may put something in that category: ERR_INVALID_INPUT that names `parentId`
 * when it is none that he sees, ERR_FORBIDDEN when he may not manage it. */
enum err channel_places_check_parent(struct ctx *ctx, struct channel_place *places, size_t count,
                                     int64_t parent_id);

/* As events and the audit log show them: [{id, position, parentId}], in the arena. */
struct str channel_places_json(struct ctx *ctx, const struct channel_place *places, size_t count);

/* Tell those who may see them where channels stand now: one event for all that every member sees,
 * and one for each other channel. */
void channel_places_tell(struct ctx *ctx, const struct access *a,
                         const struct channel_place *places, size_t count);

#endif
