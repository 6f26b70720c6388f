/* What follows when messages are deleted, as the beginning of a statement: by their authors, by
 * moderators, with a ban. */
#ifndef OHKAY_CGI_STORE_MESSAGES_GONE_H
#define OHKAY_CGI_STORE_MESSAGES_GONE_H

/* `condition` says which of the messages `m`; those that went are in `gone` (id, channel_id), and
 * every count is right again. Whoever had read one counted it as read; whoever had not, and was
 * mentioned, has a mention less. `passed` walks messages and readers of a channel together in the
 * order of ids, so that the work grows with their sum and not with their product. */
// clang-format off
#define MESSAGES_GONE(condition) \
    "WITH gone AS (UPDATE messages m SET deleted_at = now() WHERE " condition " AND m.deleted_at IS NULL" \
    "  RETURNING m.id, m.channel_id, m.mention_everyone, m.counted_for)," \
    " fewer AS (UPDATE channels c SET message_count = c.message_count - g.all_of_them," \
    "  everyone_count = c.everyone_count - g.to_everyone" \
    "  FROM (SELECT channel_id, count(*) AS all_of_them," \
    "    count(*) FILTER (WHERE mention_everyone) AS to_everyone FROM gone GROUP BY channel_id) g" \
    "  WHERE c.id = g.channel_id)," \
    " walk AS (SELECT channel_id, id AS at, 1 AS one, mention_everyone::integer AS to_everyone FROM gone" \
    "  UNION ALL SELECT DISTINCT channel_id, last_read_id, 0, 0 FROM read_states" \
    "  WHERE channel_id IN (SELECT channel_id FROM gone))," \
    " passed AS (SELECT channel_id, at, one, sum(one) OVER w AS read, sum(to_everyone) OVER w AS to_everyone" \
    "  FROM walk WINDOW w AS (PARTITION BY channel_id ORDER BY at))," \
    " mentioned AS (SELECT g.channel_id, u.user_id, count(*)::integer AS count FROM gone g" \
    "  CROSS JOIN LATERAL unnest(g.counted_for) AS u (user_id)" \
    "  JOIN read_states rs ON rs.channel_id = g.channel_id AND rs.user_id = u.user_id" \
    "   AND rs.last_read_id < g.id GROUP BY g.channel_id, u.user_id)," \
    " corrected AS (UPDATE read_states rs SET read_count = rs.read_count - f.read," \
    "  everyone_read_count = rs.everyone_read_count - f.to_everyone," \
    "  mention_count = greatest(rs.mention_count - f.mentions, 0)" \
    "  FROM (SELECT r.channel_id, r.user_id, coalesce(p.read, 0) AS read," \
    "    coalesce(p.to_everyone, 0) AS to_everyone, coalesce(m.count, 0) AS mentions" \
    "   FROM read_states r" \
    "   LEFT JOIN passed p ON p.one = 0 AND p.channel_id = r.channel_id AND p.at = r.last_read_id" \
    "   LEFT JOIN mentioned m ON m.channel_id = r.channel_id AND m.user_id = r.user_id" \
    "   WHERE r.channel_id IN (SELECT channel_id FROM gone) AND (p.read > 0 OR m.count > 0)) f" \
    "  WHERE rs.channel_id = f.channel_id AND rs.user_id = f.user_id)"
// clang-format on

#endif
