/* The inputs of the permission rule as columns of any statement about members and channels. */
#ifndef OHKAY_CGI_STORE_PERMISSION_COLUMNS_H
#define OHKAY_CGI_STORE_PERMISSION_COLUMNS_H

#include "cgi/domain/permissions.h"
#include "shared/db.h"

enum { PERMISSION_BASE_COUNT = 3, PERMISSION_CHANNEL_COUNT = 6 };

/* Owner, the permissions of @everyone and the member's roles together, and whether he is timed out.
 * The statement joins `server s` and `members m`. */
#define PERMISSION_BASE_COLUMNS                                                                    \
    "s.owner_id = m.user_id, (SELECT bit_or(r.permissions) FROM roles r WHERE r.is_everyone"       \
    " OR r.id IN (SELECT mr.role_id FROM member_roles mr WHERE mr.user_id = m.user_id)),"          \
    " coalesce(m.timeout_until > now(), false)"

/* What the channel's overwrites deny and allow. The statement joins `members m` and
 * `channels c`, and then PERMISSION_CHANNEL_JOIN. */
#define PERMISSION_CHANNEL_COLUMNS                                                                 \
    "ow.everyone_deny, ow.everyone_allow, ow.roles_deny, ow.roles_allow, ow.member_deny, "         \
    "ow.member_allow"

#define PERMISSION_CHANNEL_JOIN                                                                    \
    "LEFT JOIN LATERAL (SELECT"                                                                    \
    " bit_or(o.deny) FILTER (WHERE r.is_everyone) AS everyone_deny,"                               \
    " bit_or(o.allow) FILTER (WHERE r.is_everyone) AS everyone_allow,"                             \
    " bit_or(o.deny) FILTER (WHERE mr.role_id IS NOT NULL) AS roles_deny,"                         \
    " bit_or(o.allow) FILTER (WHERE mr.role_id IS NOT NULL) AS roles_allow,"                       \
    " bit_or(o.deny) FILTER (WHERE o.target_type = 'member') AS member_deny,"                      \
    " bit_or(o.allow) FILTER (WHERE o.target_type = 'member') AS member_allow"                     \
    " FROM overwrites o"                                                                           \
    " LEFT JOIN roles r ON o.target_type = 'role' AND r.id = o.target_id"                          \
    " LEFT JOIN member_roles mr ON mr.role_id = r.id AND mr.user_id = m.user_id"                   \
    " WHERE o.channel_id = c.id AND (o.target_type = 'role' OR o.target_id = m.user_id)) ow ON "   \
    "true"

/* Read those columns from `column` on. */
void permission_read_base(const struct db_rows *rows, int row, int column,
                          struct permission_inputs *out);
void permission_read_channel(const struct db_rows *rows, int row, int column,
                             struct permission_inputs *out);

#endif
