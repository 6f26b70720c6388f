/* Members of a server (server.members), and what they may do in it. */
#ifndef OHKAY_CGI_STORE_MEMBERS_H
#define OHKAY_CGI_STORE_MEMBERS_H

#include "cgi/domain/permissions.h"
#include "cgi/store/pages.h"
#include "cgi/store/users.h"

/* What decides about a member: permission inputs, and his place in the order of roles. */
struct member_standing {
    struct permission_inputs inputs;
    int64_t highest_position; /* of his roles; 0 without any but @everyone */
};

/* Read it for the server as a whole. ERR_NOT_FOUND when the user is not a member. */
enum err members_standing(struct db *db, int64_t user_id, struct member_standing *out);

/* Make the user a member who has read everything so far. `*joined` tells whether he was none
 * before. */
enum err members_add(struct db *db, const struct profile *profile, bool *joined);

/* What PATCH may change; a NULL pointer or 0 behind a true `has_…` clears. */
struct member_patch {
    bool has_nickname, has_roles, has_timeout;
    struct str nickname;
    int64_t timeout_ms;   /* since 1970 */
    const int64_t *roles; /* all of them, @everyone aside */
    size_t role_count;
};

/* Change a member. `*before` and `*after` are of him what PATCH may change, as a JSON object.
 * ERR_NOT_FOUND. */
enum err members_update(struct db *db, int64_t user_id, const struct member_patch *patch,
                        struct str *before, struct str *after);

/* The ids of a member's roles, @everyone aside, in the arena. */
enum err members_roles(struct ctx *ctx, struct db *db, int64_t user_id, const int64_t **ids,
                       size_t *count);

/* Remove a member with his roles and read states; a timeout waits for him to come back.
 * `*was_there` tells whether he was one. */
enum err members_remove(struct db *db, int64_t user_id, bool *was_there);

/* A page of the members, by the ids of their users, as a JSON array. */
enum err members_list_json(struct ctx *ctx, struct db *db, const struct page *page,
                           struct str *json);

/* One member as JSON, as the viewer may see him; 0: as anybody may, for events. ERR_NOT_FOUND. */
enum err members_get_json(struct ctx *ctx, struct db *db, int64_t viewer_id, int64_t user_id,
                          struct str *json);

#endif
