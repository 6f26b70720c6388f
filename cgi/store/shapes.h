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

/* Files of a message, in their order. a: attachments. */
// clang-format off
#define SHAPE_ATTACHMENT(a) \
    "json_strip_nulls(json_build_object('id', " a ".id, 'url', " a ".url, 'thumbnailUrl', " a ".thumbnail_url," \
    " 'fileName', " a ".file_name, 'size', " a ".size, 'contentType', " a ".content_type," \
    " 'width', " a ".width, 'height', " a ".height))"
#define SHAPE_ATTACHMENTS(m) \
    "CASE WHEN " m ".has_attachments THEN (SELECT" \
    " coalesce(json_agg(" SHAPE_ATTACHMENT("ma") " ORDER BY ma.position), '[]')" \
    " FROM attachments ma WHERE ma.message_id = " m ".id) ELSE '[]'::json END"

/* Store the files of a JSON array (see uploads_claim) with the message m. */
#define ATTACHMENTS_INSERT(m, files) \
    "INSERT INTO attachments (id, message_id, position, url, thumbnail_url, file_name, content_type, size, width, height)" \
    " SELECT f.id, " m ".id, f.position, f.url, f.thumbnail_url, f.file_name, f.content_type, f.size, f.width, f.height" \
    " FROM " m " CROSS JOIN json_to_recordset(" files ") AS f(id bigint, position integer, url text, thumbnail_url text," \
    "  file_name text, content_type text, size bigint, width integer, height integer) RETURNING *"

/* Reactions, the first one first; `viewer` is an expression, 0 for nobody in particular. */
#define SHAPE_REACTIONS(m, viewer) \
    "CASE WHEN " m ".has_reactions THEN (SELECT coalesce(json_agg(" \
    "json_build_object('emoji', e.emoji, 'count', e.count, 'me', e.me) ORDER BY e.first, e.emoji), '[]')" \
    " FROM (SELECT mr.emoji, count(*) AS count, bool_or(mr.user_id = " viewer ") AS me, min(mr.created_at) AS first" \
    "  FROM reactions mr WHERE mr.message_id = " m ".id GROUP BY mr.emoji) e) ELSE '[]'::json END"

/* Those of the mentioned whose names are known. */
#define SHAPE_MENTIONS(m) \
    "CASE WHEN " m ".mentions = '{}' THEN '[]'::json ELSE (SELECT coalesce(json_agg(" \
    "json_build_object('id', mp.user_id, 'username', mp.username, 'displayName', mp.display_name)" \
    " ORDER BY mp.user_id), '[]') FROM profiles mp WHERE mp.user_id = ANY(" m ".mentions)) END"

/* The same again as texts, for the lists that matter most: concat is twice as fast as json_build_object,
 * which looks up the type of each argument at each call. Whatever people wrote goes through to_json. */
#define SHAPE_TEXT_TIME(column) "to_char(" column ", '\"\\\"\"YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\\\"\"')"
#define SHAPE_TEXT_AUTHOR(p) \
    "concat('{\"id\":', " p ".user_id, ',\"username\":', to_json(" p ".username), ',\"displayName\":'," \
    " to_json(" p ".display_name), ',\"avatarUrl\":', coalesce(to_json(" p ".avatar_url)::text, 'null'), '}')"
#define SHAPE_TEXT_FLAG(condition) "CASE WHEN " condition " THEN 'true' ELSE 'false' END"

/* What a message begins and ends with, wherever it stands. `author` is a text expression; `pinned` a
 * condition; `parts` what only one of both kinds has; the rest expressions. */
#define SHAPE_TEXT_MESSAGE_BODY(m, author, reply, parts, attachments, reactions, pinned) \
    "',\"author\":', " author ", ',\"content\":', to_json(" m ".content), ',\"type\":\"default\",\"replyTo\":'," \
    " CASE WHEN " m ".reply_to_id IS NULL THEN 'null' ELSE coalesce((SELECT " reply ")::text, 'null') END," \
    " ',\"attachments\":', " attachments ", ',\"reactions\":', " reactions "," \
    " ',\"mentions\":', " SHAPE_MENTIONS(m) ", " parts " ',\"pinned\":', " SHAPE_TEXT_FLAG(pinned) "," \
    " ',\"editedAt\":', coalesce(" SHAPE_TEXT_TIME(m ".edited_at") ", 'null')," \
    " ',\"createdAt\":', " SHAPE_TEXT_TIME(m ".created_at") ", '}'"

/* A message of a channel, as text. m: messages, p: profiles of its author (LEFT JOIN: webhooks have
 * none); `server_id` and `viewer` are expressions. Replies, mentions and the like are looked up only
 * where there are any. */
#define SHAPE_TEXT_MESSAGE_WITH(m, p, server_id, attachments, reactions) \
    "concat('{\"id\":', " m ".id, ',\"serverId\":', " server_id ", ',\"channelId\":', " m ".channel_id, " \
    SHAPE_TEXT_MESSAGE_BODY(m, "coalesce(" m ".author::text, " SHAPE_TEXT_AUTHOR(p) ")", \
        "json_build_object('id', o.id, 'author', coalesce(o.author, " SHAPE_AUTHOR("op") "), 'content', o.content)" \
        " FROM messages o LEFT JOIN profiles op ON op.user_id = o.author_id" \
        " WHERE o.id = " m ".reply_to_id AND o.deleted_at IS NULL", \
        "',\"embeds\":', coalesce(" m ".embeds::text, '[]'), ',\"mentionRoles\":'," \
        " CASE WHEN " m ".mention_roles = '{}' THEN '[]' ELSE to_json(" m ".mention_roles)::text END," \
        " ',\"mentionEveryone\":', " SHAPE_TEXT_FLAG(m ".mention_everyone") ",", \
        attachments, reactions, m ".pinned_at IS NOT NULL") ")"
#define SHAPE_TEXT_MESSAGE(m, p, server_id, viewer) \
    SHAPE_TEXT_MESSAGE_WITH(m, p, server_id, SHAPE_ATTACHMENTS(m), SHAPE_REACTIONS(m, viewer))

/* One that was stored in the same statement: nothing hangs on it yet. */
#define SHAPE_TEXT_NEW_MESSAGE(m, p, server_id) SHAPE_TEXT_MESSAGE_WITH(m, p, server_id, "'[]'", "'[]'")

/* A message of a conversation, as text. */
#define SHAPE_TEXT_DIRECT_MESSAGE(m, p, viewer) \
    "concat('{\"id\":', " m ".id, ',\"conversationId\":', " m ".conversation_id, " \
    SHAPE_TEXT_MESSAGE_BODY(m, SHAPE_TEXT_AUTHOR(p), \
        "json_build_object('id', o.id, 'author', " SHAPE_AUTHOR("op") ", 'content', o.content)" \
        " FROM messages o JOIN profiles op ON op.user_id = o.author_id" \
        " WHERE o.id = " m ".reply_to_id AND o.deleted_at IS NULL", \
        "", SHAPE_ATTACHMENTS(m), SHAPE_REACTIONS(m, viewer), "false") ")"

/* The same as json, for statements that put it into something else. */
#define SHAPE_MESSAGE(m, p, server_id, viewer) "(" SHAPE_TEXT_MESSAGE(m, p, server_id, viewer) ")::json"
#define SHAPE_DIRECT_MESSAGE(m, p, viewer) "(" SHAPE_TEXT_DIRECT_MESSAGE(m, p, viewer) ")::json"
// clang-format on

/* The members of a server that do not depend on the reader. s: registry.servers. */
#define SHAPE_SERVER_BODY(s)                                                                       \
    "'id', " s ".id, 'name', " s ".name, 'description', " s ".description, 'iconUrl', " s          \
    ".icon_url, 'isPublic', " s ".is_public, 'ownerId', " s ".owner_id, 'memberCount', " s         \
    ".member_count, 'createdAt', " SHAPE_TIME(s ".created_at")

/* What a member has not read of a channel, and what of that mentions him. c: channels, rs: his
 * read_states (LEFT JOIN). What mentions everyone is subtracted as the messages are. */
#define UNREAD_COUNT(c, rs) "greatest(" c ".message_count - coalesce(" rs ".read_count, 0), 0)"
#define UNREAD_MENTIONS(c, rs)                                                                     \
    "(coalesce(" rs ".mention_count, 0) + greatest(" c ".everyone_count - coalesce(" rs            \
    ".everyone_read_count, 0), 0))"

// clang-format off
/* A role, with more members behind it, if any. r: roles. */
#define SHAPE_ROLE(r, server_id, more) \
    "json_build_object('id', " r ".id, 'serverId', " server_id ", 'name', " r ".name, 'color', " r ".color," \
    " 'permissions', " r ".permissions::text, 'hoist', " r ".hoist, 'mentionable', " r ".mentionable," \
    " 'position', " r ".position, 'isEveryone', " r ".is_everyone" more ")"

/* What the roles and members of a channel's overwrites may and may not there. */
#define SHAPE_OVERWRITES(c) \
    "(SELECT coalesce(json_agg(json_build_object('type', co.target_type, 'id', co.target_id," \
    " 'allow', co.allow::text, 'deny', co.deny::text) ORDER BY co.target_type DESC, co.target_id), '[]')" \
    " FROM overwrites co WHERE co.channel_id = " c ".id)"
/* A channel; the rest are expressions. c: channels. */
#define SHAPE_CHANNEL(c, server_id, unread_count, mention_count) \
    "json_build_object('id', " c ".id, 'serverId', " server_id ", 'name', " c ".name, 'type', " c ".type," \
    " 'description', " c ".description, 'topic', " c ".topic, 'parentId', " c ".parent_id," \
    " 'position', " c ".position, 'slowmodeSeconds', " c ".slowmode_seconds, 'nsfw', " c ".nsfw," \
    " 'overwrites', " SHAPE_OVERWRITES(c) ", 'lastMessageId', " c ".last_message_id," \
    " 'unreadCount', " unread_count ", 'mentionCount', " mention_count "," \
    " 'createdAt', " SHAPE_TIME(c ".created_at") ")"
// clang-format on

#endif
