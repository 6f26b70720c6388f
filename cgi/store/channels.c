#include "cgi/store/channels.h"

#include "cgi/store/answers.h"
#include "cgi/store/permission_columns.h"
#include "cgi/store/shapes.h"

#include <stdlib.h>

// clang-format off
#define CHANNEL_JSON \
    SHAPE_CHANNEL("c", "s.id", UNREAD_COUNT("c", "rs"), UNREAD_MENTIONS("c", "rs"))
// clang-format on

DB_STATEMENT(channel_standing, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ","
    " c.is_open, c.type IN ('text', 'announcement')"
    " FROM channels c CROSS JOIN server s JOIN members m ON m.user_id = $2::bigint"
    " " PERMISSION_CHANNEL_JOIN " WHERE c.id = $1::bigint");
DB_STATEMENT(channel_list, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ", " CHANNEL_JSON ", c.id"
    " FROM members m CROSS JOIN server s LEFT JOIN channels c ON true"
    " " PERMISSION_CHANNEL_JOIN
    " LEFT JOIN read_states rs ON rs.channel_id = c.id AND rs.user_id = m.user_id"
    " WHERE m.user_id = $1::bigint ORDER BY c.position, c.id");
DB_STATEMENT(channel_get, SERVER,
    "SELECT " CHANNEL_JSON " FROM channels c CROSS JOIN server s"
    " LEFT JOIN read_states rs ON rs.channel_id = c.id AND rs.user_id = $2::bigint"
    " WHERE c.id = $1::bigint");
/* A channel in a category begins with the category's overwrites. */
DB_STATEMENT(channel_insert, SERVER,
    "WITH place AS (SELECT CASE WHEN $6::bigint >= 0 THEN $6::bigint ELSE coalesce(max(position) + 1, 0) END"
    "   AS position FROM channels WHERE parent_id IS NOT DISTINCT FROM $5::bigint),"
    " made AS (INSERT INTO channels (name, type, description, topic, parent_id, position, slowmode_seconds, nsfw)"
    "  SELECT $1::text, $2::text, $3::text, $4::text, $5::bigint, place.position, $7::bigint::integer, $8::boolean"
    "  FROM place WHERE (SELECT count(*) FROM channels) < $9::bigint RETURNING id),"
    " copied AS (INSERT INTO overwrites (channel_id, target_type, target_id, allow, deny)"
    "  SELECT made.id, o.target_type, o.target_id, o.allow, o.deny"
    "  FROM overwrites o CROSS JOIN made WHERE o.channel_id = $5::bigint)"
    " SELECT id FROM made");
/* $6, $7, $9: -1 leaves it as it is; $9: 0 takes it out of its category. */
DB_STATEMENT(channel_update, SERVER,
    "UPDATE channels SET name = coalesce($2::text, name),"
    "  description = CASE WHEN $3::boolean THEN $10::text ELSE description END,"
    "  topic = CASE WHEN $4::boolean THEN $5::text ELSE topic END,"
    "  position = CASE WHEN $6::bigint >= 0 THEN $6::bigint ELSE position END,"
    "  slowmode_seconds = CASE WHEN $7::bigint >= 0 THEN $7::bigint ELSE slowmode_seconds END,"
    "  nsfw = coalesce($8::boolean, nsfw),"
    "  parent_id = CASE WHEN $9::bigint >= 0 THEN nullif($9::bigint, 0) ELSE parent_id END"
    " WHERE id = $1::bigint");
/* What was in a category stays, in none. */
DB_STATEMENT(channel_remove, SERVER,
    "WITH gone AS (DELETE FROM channels WHERE id = $1::bigint)"
    " SELECT c.id, c.is_open, c.position FROM channels c WHERE c.parent_id = $1::bigint"
    " ORDER BY c.position, c.id");
DB_STATEMENT(channel_survey, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ","
    " c.id, c.is_open, c.type = 'category', c.position, coalesce(c.parent_id, 0)"
    " FROM members m CROSS JOIN server s CROSS JOIN channels c"
    " " PERMISSION_CHANNEL_JOIN " WHERE m.user_id = $1::bigint ORDER BY c.id");
DB_STATEMENT(channel_place, SERVER,
    "UPDATE channels c SET position = o.position, parent_id = nullif(o.parent_id, 0)"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS o (id, position, parent_id)"
    " WHERE c.id = o.id");
/* What is read is what is there without what is behind the one read: only that is counted, and
 * nothing when he has read further already. */
DB_STATEMENT(channel_mark_read, SERVER,
    "WITH target AS (SELECT c.id, c.message_count, c.everyone_count FROM channels c"
    "  WHERE c.id = $1::bigint AND EXISTS (SELECT FROM messages t"
    "   WHERE t.id = $3::bigint AND t.channel_id = c.id)),"
    " behind AS (SELECT count(*) AS messages, count(*) FILTER (WHERE t.mention_everyone) AS everyone,"
    "   count(*) FILTER (WHERE t.counted_for @> ARRAY[$2::bigint]) AS mentions"
    "  FROM messages t WHERE t.channel_id = $1::bigint AND t.id > $3::bigint AND t.deleted_at IS NULL"
    "   AND NOT EXISTS (SELECT FROM read_states r WHERE r.channel_id = $1::bigint"
    "    AND r.user_id = $2::bigint AND r.last_read_id > $3::bigint)),"
    " marked AS (INSERT INTO read_states AS rs"
    "   (channel_id, user_id, last_read_id, read_count, everyone_read_count, mention_count)"
    "  SELECT target.id, $2::bigint, $3::bigint, target.message_count - behind.messages,"
    "   target.everyone_count - behind.everyone, behind.mentions::integer FROM target CROSS JOIN behind"
    "  ON CONFLICT (channel_id, user_id) DO UPDATE SET last_read_id = excluded.last_read_id,"
    "   read_count = excluded.read_count, everyone_read_count = excluded.everyone_read_count,"
    "   mention_count = excluded.mention_count WHERE rs.last_read_id <= excluded.last_read_id"
    "  RETURNING rs.last_read_id)"
    " SELECT last_read_id FROM marked UNION ALL SELECT rs.last_read_id FROM read_states rs JOIN target"
    "  ON target.id = rs.channel_id WHERE rs.user_id = $2::bigint AND rs.last_read_id > $3::bigint");
DB_STATEMENT(channel_private_list, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ", c.id"
    " FROM members m CROSS JOIN server s JOIN channels c ON NOT c.is_open"
    " " PERMISSION_CHANNEL_JOIN " WHERE m.user_id = $1::bigint ORDER BY c.id");

/* Who stands for each of the users who are members: $1 as [n, user]. */
DB_STATEMENT(channel_equals, SERVER,
    "SELECT e.n, min(e.user_id) OVER (PARTITION BY e.role_ids, CASE WHEN e.is_own THEN e.user_id END)"
    " FROM (SELECT u.n, m.user_id,"
    "  ARRAY(SELECT mr.role_id FROM member_roles mr WHERE mr.user_id = m.user_id ORDER BY mr.role_id)"
    "   AS role_ids,"
    "  m.user_id = s.owner_id OR EXISTS (SELECT FROM overwrites o"
    "   WHERE o.target_type = 'member' AND o.target_id = m.user_id) AS is_own"
    "  FROM unnest($1::bigint[]) WITH ORDINALITY u (user_id, n)"
    "  JOIN members m ON m.user_id = u.user_id CROSS JOIN server s) e");
DB_STATEMENT(channel_private_grid, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ", c.id, m.user_id"
    " FROM members m CROSS JOIN server s JOIN channels c ON NOT c.is_open"
    " " PERMISSION_CHANNEL_JOIN " WHERE m.user_id = ANY($1::bigint[]) ORDER BY c.id, m.user_id");

/* Both groups of columns at the row's beginning. */
static void read_inputs(const struct db_rows *rows, int row, struct permission_inputs *out)
{
    permission_read_base(rows, row, 0, out);
    permission_read_channel(rows, row, PERMISSION_BASE_COUNT, out);
}

static bool may_view(const struct db_rows *rows, int row)
{
    struct permission_inputs inputs;
    read_inputs(rows, row, &inputs);
    return (permissions_resolve(&inputs) & PERMISSION_VIEW_CHANNEL) != 0;
}

enum { LIST_BYTES_MAX = 12 * 1024 * 1024 };
enum { BEHIND_INPUTS = PERMISSION_BASE_COUNT + PERMISSION_CHANNEL_COUNT };

void channels_send_standing(struct db *db, int64_t channel_id, int64_t user_id)
{
    db_send(db, &channel_standing, DB_ARGS(db_i64(channel_id), db_i64(user_id)));
}

enum err channels_take_standing(struct db *db, struct channel_standing *out)
{
    struct db_rows rows;
    enum err err = db_next(db, &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    read_inputs(&rows, 0, &out->inputs);
    out->is_open = db_get_bool(&rows, 0, BEHIND_INPUTS);
    out->is_textual = db_get_bool(&rows, 0, BEHIND_INPUTS + 1);
    return ERR_NONE;
}

enum err channels_standing(struct db *db, int64_t channel_id, int64_t user_id,
                           struct channel_standing *out)
{
    channels_send_standing(db, channel_id, user_id);
    return channels_take_standing(db, out);
}

enum err channels_list_json(struct ctx *ctx, struct db *db, struct str *json)
{
    struct db_rows rows;
    struct buf list;
    enum err err = db_run(db, &channel_list, DB_ARGS(db_i64(ctx->user_id)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    buf_init(&list, LIST_BYTES_MAX);
    /* A server without channels is one row without a channel: he is a member all the same. */
    for (int i = 0; i < rows.count; i++) {
        struct permission_inputs inputs;
        read_inputs(&rows, i, &inputs);
        uint64_t permissions = permissions_resolve(&inputs);
        if (db_is_null(&rows, i, BEHIND_INPUTS + 1) || !(permissions & PERMISSION_VIEW_CHANNEL))
            continue;
        if (list.len > 0)
            buf_add_char(&list, ',');
        buf_add(&list, channels_json_for(ctx, db_get(&rows, i, BEHIND_INPUTS), permissions));
    }
    if (!buf_ok(&list))
        err = ERR_INTERNAL;
    *json = arena_printf(ctx->arena, "[%.*s]", STR_FMT(buf_str(&list)));
    buf_cleanup(&list);
    return err;
}

enum err channels_get_json(struct db *db, int64_t channel_id, int64_t viewer_id, struct str *json)
{
    struct db_rows rows;
    enum err err = db_run(db, &channel_get, DB_ARGS(db_i64(channel_id), db_i64(viewer_id)), &rows);
    return answer_text(err, &rows, json);
}

struct str channels_json_for(struct ctx *ctx, struct str json, uint64_t permissions)
{
    return arena_printf(ctx->arena, "%.*s,\"permissions\":\"%llu\"}",
                        STR_FMT(str_slice(json, 0, json.len - 1)),
                        (unsigned long long) permissions);
}

/* --- changes ------------------------------------------------------------------------------------
 */

enum err channels_insert(struct db *db, const struct channel_draft *d, size_t most,
                         int64_t *channel_id)
{
    struct db_rows rows;
    enum err err =
        db_run(db, &channel_insert,
               DB_ARGS(db_text(d->name), db_text(d->type), db_text_or_null(d->description),
                       db_text_or_null(d->topic), db_id_or_null(d->parent_id), db_i64(d->position),
                       db_i64(d->slowmode_seconds), db_bool(d->nsfw), db_i64((int64_t) most)),
               &rows);
    if (err == ERR_NONE && rows.count == 0)
        return ERR_CONFLICT;
    return answer_i64(err, &rows, channel_id);
}

enum err channels_update(struct db *db, int64_t channel_id, const struct channel_patch *p)
{
    struct db_arg nsfw = p->has_nsfw ? db_bool(p->nsfw) : (struct db_arg){.type = DB_ARG_NULL};
    return db_run(db, &channel_update,
                  DB_ARGS(db_i64(channel_id), db_text_or_null(p->name), db_bool(p->has_description),
                          db_bool(p->has_topic), db_text_or_null(p->topic), db_i64(p->position),
                          db_i64(p->slowmode_seconds), nsfw, db_i64(p->parent_id),
                          db_text_or_null(p->description)),
                  NULL);
}

static struct channel_place *read_places(struct ctx *ctx, const struct db_rows *rows, int first)
{
    struct channel_place *places =
        arena_alloc(ctx->arena, ((size_t) rows->count + 1) * sizeof(*places));
    for (int i = 0; i < rows->count; i++)
        places[i] = (struct channel_place){.channel_id = db_get_i64(rows, i, first),
                                           .is_open = db_get_bool(rows, i, first + 1)};
    return places;
}

enum err channels_remove(struct ctx *ctx, struct db *db, int64_t channel_id,
                         struct channel_place **orphans, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(db, &channel_remove, DB_ARGS(db_i64(channel_id)), &rows);
    if (err != ERR_NONE)
        return err;
    *orphans = read_places(ctx, &rows, 0);
    *count = (size_t) rows.count;
    for (int i = 0; i < rows.count; i++)
        (*orphans)[i].position = db_get_i64(&rows, i, 2);
    return ERR_NONE;
}

enum err channels_survey(struct ctx *ctx, struct db *db, struct channel_place **places,
                         size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(db, &channel_survey, DB_ARGS(db_i64(ctx->user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    *places = read_places(ctx, &rows, BEHIND_INPUTS);
    *count = (size_t) rows.count;
    for (int i = 0; i < rows.count; i++) {
        struct permission_inputs inputs;
        struct channel_place *place = &(*places)[i];
        read_inputs(&rows, i, &inputs);
        place->permissions = permissions_resolve(&inputs);
        place->is_category = db_get_bool(&rows, i, BEHIND_INPUTS + 2);
        place->position = db_get_i64(&rows, i, BEHIND_INPUTS + 3);
        place->parent_id = db_get_i64(&rows, i, BEHIND_INPUTS + 4);
    }
    return ERR_NONE;
}

enum err channels_place(struct ctx *ctx, struct db *db, const struct channel_place *places,
                        size_t count)
{
    int64_t *columns = arena_alloc(ctx->arena, (3 * count + 1) * sizeof(*columns));
    for (size_t i = 0; i < count; i++) {
        columns[i] = places[i].channel_id;
        columns[count + i] = places[i].position;
        columns[2 * count + i] = places[i].parent_id;
    }
    return db_run(db, &channel_place,
                  DB_ARGS(db_i64s(columns, count), db_i64s(columns + count, count),
                          db_i64s(columns + 2 * count, count)),
                  NULL);
}

enum err channels_mark_read(struct db *db, int64_t channel_id, int64_t user_id, int64_t message_id,
                            int64_t *last_read_id)
{
    struct db_rows rows;
    enum err err = db_run(db, &channel_mark_read,
                          DB_ARGS(db_i64(channel_id), db_i64(user_id), db_i64(message_id)), &rows);
    return answer_i64(err, &rows, last_read_id);
}

enum err channels_private_visible(struct ctx *ctx, struct db *db, int64_t user_id,
                                  const int64_t **out, size_t *count)
{
    struct db_rows rows;
    enum err err = db_run(db, &channel_private_list, DB_ARGS(db_i64(user_id)), &rows);
    if (err != ERR_NONE)
        return err;
    int64_t *ids = arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*ids));
    *count = 0;
    for (int i = 0; i < rows.count; i++) {
        if (may_view(&rows, i))
            ids[(*count)++] = db_get_i64(&rows, i, BEHIND_INPUTS);
    }
    *out = ids;
    return ERR_NONE;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *) a, right = *(const int64_t *) b;
    return (left > right) - (left < right);
}

/* Note who is a member and who stands for whom; `*equals` is one a user (0: not a member), `*who`
 * the different ones of them in order. */
static enum err read_equals(struct ctx *ctx, struct db *db, const int64_t *user_ids, size_t count,
                            int64_t **equals, int64_t **who, size_t *who_count)
{
    struct db_rows rows;
    enum err err = db_run(db, &channel_equals, DB_ARGS(db_i64s(user_ids, count)), &rows);
    if (err != ERR_NONE)
        return err;
    *equals = arena_alloc(ctx->arena, (count + 1) * sizeof(**equals));
    *who = arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(**who));
    memset(*equals, 0, (count + 1) * sizeof(**equals));
    for (int i = 0; i < rows.count; i++) {
        (*who)[i] = db_get_i64(&rows, i, 1);
        (*equals)[db_get_i64(&rows, i, 0) - 1] = (*who)[i];
    }
    qsort(*who, (size_t) rows.count, sizeof(**who), compare_ids);
    *who_count = 0;
    for (int i = 0; i < rows.count; i++) {
        if (i == 0 || (*who)[i] != (*who)[i - 1])
            (*who)[(*who_count)++] = (*who)[i];
    }
    return ERR_NONE;
}

/* The rows come channel by channel, and in each in the order of `who`. ERR_UNAVAILABLE should they
 * not. */
static enum err fill_rights(struct ctx *ctx, const struct db_rows *rows, const int64_t *equals,
                            const int64_t *who, size_t who_count, struct channel_rights *out)
{
    out->channel_count = who_count > 0 ? (size_t) rows->count / who_count : 0;
    int64_t *ids = arena_alloc(ctx->arena, (out->channel_count + 1) * sizeof(*ids));
    bool *may_see = arena_alloc(ctx->arena, out->channel_count * out->user_count + 1);
    for (size_t c = 0; c < out->channel_count; c++) {
        int first = (int) (c * who_count);
        ids[c] = db_get_i64(rows, first, BEHIND_INPUTS);
        for (size_t w = 0; w < who_count; w++) {
            int row = first + (int) w;
            if (db_get_i64(rows, row, BEHIND_INPUTS) != ids[c] ||
                db_get_i64(rows, row, BEHIND_INPUTS + 1) != who[w])
                return ERR_UNAVAILABLE;
        }
        for (size_t u = 0; u < out->user_count; u++) {
            const int64_t *at = bsearch(&equals[u], who, who_count, sizeof(*who), compare_ids);
            may_see[c * out->user_count + u] = at && may_view(rows, first + (int) (at - who));
        }
    }
    out->channel_ids = ids;
    out->may_see = may_see;
    return ERR_NONE;
}

enum err channels_rights(struct ctx *ctx, struct db *db, const int64_t *user_ids, size_t count,
                         struct channel_rights *out)
{
    struct db_rows rows;
    int64_t *equals, *who;
    size_t who_count;
    *out = (struct channel_rights){.user_count = count};
    enum err err = read_equals(ctx, db, user_ids, count, &equals, &who, &who_count);
    if (err == ERR_NONE)
        err = db_run(db, &channel_private_grid, DB_ARGS(db_i64s(who, who_count)), &rows);
    if (err != ERR_NONE)
        return err;
    bool *is_member = arena_alloc(ctx->arena, count + 1);
    for (size_t i = 0; i < count; i++)
        is_member[i] = equals[i] != 0;
    out->is_member = is_member;
    return fill_rights(ctx, &rows, equals, who, who_count, out);
}
