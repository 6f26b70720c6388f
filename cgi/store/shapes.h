/* The wire shapes of the contract as SQL expressions: PostgreSQL writes the JSON, workers copy the
 * bytes.
 *
 * They are text of this program, not functions of a schema, so a release that changes a shape needs
 * no migration. Each takes the aliases of the tables it reads. */
#ifndef OHKAY_CGI_STORE_SHAPES_H
#define OHKAY_CGI_STORE_SHAPES_H

/* A time, RFC 3339 with milliseconds; connections run in UTC. NULL stays null. */
#define SHAPE_TIME(column) "to_char(" column ", 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"

/* A user; `status` and `custom_status` are expressions: what the reader may see. u: auth.users. */
#define SHAPE_USER(u, status, custom_status)                                                       \
    "json_build_object('id', " u ".id, 'username', " u ".username, 'displayName', " u              \
    ".display_name, 'avatarUrl', " u ".avatar_url, 'bio', " u ".bio, 'bannerColor', " u            \
    ".banner_color, 'status', " status ", 'customStatus', " custom_status                          \
    ", 'createdAt', " SHAPE_TIME(u ".created_at") ")"

/* The user to whom it belongs: the chosen status. */
#define SHAPE_ME(u) SHAPE_USER(u, u ".status", u ".custom_status")

/* Who wrote something. p: profiles. */
#define SHAPE_AUTHOR(p)                                                                            \
    "json_build_object('id', " p ".user_id, 'username', " p ".username, 'displayName', " p         \
    ".display_name, 'avatarUrl', " p ".avatar_url)"

/* The members of a message behind its place. m: messages, p: profiles of its author. Replies and
 * mentions are looked up only where there are any. */
#define SHAPE_MESSAGE_BODY(m, p)                                                                   \
    "'author', " SHAPE_AUTHOR(                                                                     \
        p) ", 'content', " m ".content, 'type', 'default', 'replyTo', CASE "                       \
           "WHEN " m ".reply_to_id IS NOT NULL THEN (SELECT json_build_object('id', o.id, "        \
           "'author', " SHAPE_AUTHOR(                                                              \
               "op") ", 'content', o.content) FROM messages o JOIN profiles op ON op.user_id = "   \
                     "o.author_id WHERE o.id = " m ".reply_to_id AND o.deleted_at IS NULL) END, "  \
                     "'attachments', '[]'::json, 'reactions', '[]'::json, 'mentions', CASE "       \
                     "WHEN " m ".mentions = '{}' THEN '[]'::json ELSE (SELECT "                    \
                     "coalesce(json_agg(json_build_object('id', "                                  \
                     "mp.user_id, 'username', mp.username, 'displayName', mp.display_name) ORDER " \
                     "BY mp.user_id), "                                                            \
                     "'[]') FROM profiles mp WHERE mp.user_id = ANY(" m                            \
                     ".mentions)) END, 'pinned', false, "                                          \
                     "'editedAt', " SHAPE_TIME(m ".edited_at") ", 'createdAt', " SHAPE_TIME(       \
                         m ".created_at")

/* A message of a channel; `server_id` is an expression. */
#define SHAPE_MESSAGE(m, p, server_id)                                                             \
    "json_build_object('id', " m ".id, 'serverId', " server_id ", 'channelId', " m                 \
    ".channel_id, " SHAPE_MESSAGE_BODY(m, p) ")"

/* A message of a conversation. */
#define SHAPE_DIRECT_MESSAGE(m, p)                                                                 \
    "json_build_object('id', " m ".id, 'conversationId', " m                                       \
    ".conversation_id, " SHAPE_MESSAGE_BODY(m, p) ")"

/* The members of a server that do not depend on the reader. s: registry.servers. */
#define SHAPE_SERVER_BODY(s)                                                                       \
    "'id', " s ".id, 'name', " s ".name, 'description', " s ".description, 'iconUrl', " s          \
    ".icon_url, 'isPublic', " s ".is_public, 'ownerId', " s ".owner_id, 'memberCount', " s         \
    ".member_count, 'createdAt', " SHAPE_TIME(s ".created_at")

/* A channel; the rest are expressions. c: channels. */
#define SHAPE_CHANNEL(c, server_id, unread_count, mention_count)                                   \
    "json_build_object('id', " c ".id, 'serverId', " server_id ", 'name', " c ".name, 'type', " c  \
    ".type, 'description', " c ".description, 'topic', " c ".topic, 'parentId', " c                \
    ".parent_id, 'position', " c ".position, 'slowmodeSeconds', " c                                \
    ".slowmode_seconds, 'nsfw', " c ".nsfw, 'lastMessageId', " c                                   \
    ".last_message_id, 'unreadCount', " unread_count ", 'mentionCount', " mention_count            \
    ", 'createdAt', " SHAPE_TIME(c ".created_at") ")"

#endif
