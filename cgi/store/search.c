#include "cgi/store/search.h"

#include "cgi/domain/search.h"
#include "cgi/store/answers.h"
#include "cgi/store/permission_columns.h"
#include "cgi/store/shapes.h"

/* So many terms are looked up in the index, the longest; the others are checked on what these
 * leave. */
enum { INDEXED_TERMS = 3 };

DB_STATEMENT(search_places, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ", c.id"
    " FROM members m CROSS JOIN server s LEFT JOIN channels c ON c.type IN ('text', 'announcement')"
    " " PERMISSION_CHANNEL_JOIN " WHERE m.user_id = $1::bigint ORDER BY c.id");

/* For the next statement only: a plan for these filters, not for any; and an end. */
DB_STATEMENT(search_settings, SERVER,
    "SELECT set_config('statement_timeout', '2000', true), set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_seqscan', 'off', true)");

/* The text anywhere in another, taken literally. search_text puts a space before it. */
#define PATTERN(text)                                                                              \
    "'%' || replace(replace(replace(substr(search_text(" text                                      \
    "), 2), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'"
#define HAS(parameter)                                                                             \
    " AND (" parameter "::text IS NULL OR o.search LIKE " PATTERN(parameter "::text") ")"
#define HAS_FILE(kind)                                                                             \
    " AND ('" kind "' <> ALL ($8::text[]) OR EXISTS (SELECT FROM attachments a"                    \
    "  WHERE a.message_id = o.id AND a.content_type LIKE '" kind "/%'))"

/* Steps of 16384 ids, newest first, until enough were found: what common words cost does not depend
 * on how many have them. $1 channels, $2 $3 $4 terms, $5 more terms, $6 author, $7 mentioned, $8
 * kinds of files, $9 the kinds that the index knows, $10 before id, $11 after id, $12 before, $13
 * after, $14 how many, $15 the channel if it is one. */
DB_STATEMENT(search_found, SERVER,
    "SELECT m.id, m.content"
    " FROM (SELECT n FROM generate_series(least((SELECT max(id) FROM messages), $10::bigint) >> 14,"
    "   $11::bigint >> 14, -1) n) step"
    " CROSS JOIN LATERAL (SELECT o.id, o.content FROM messages o"
    "  WHERE o.id >> 14 = step.n AND o.deleted_at IS NULL AND o.channel_id = ANY ($1::bigint[])"
    "   AND ($15::bigint IS NULL OR o.channel_id = $15::bigint)"
    HAS("$2") HAS("$3") HAS("$4")
    "   AND ($5::text[] IS NULL OR o.search LIKE ALL (ARRAY(SELECT " PATTERN("t") " FROM unnest($5::text[]) t)))"
    "   AND ($6::bigint IS NULL OR o.author_id = $6::bigint)"
    "   AND ($7::bigint IS NULL OR o.mentions @> ARRAY[$7::bigint])"
    "   AND ($9::text[] IS NULL"
    "    OR search_kinds(o.content, o.has_attachments, o.embeds IS NOT NULL) @> $9::text[])"
    HAS_FILE("image") HAS_FILE("video") HAS_FILE("audio")
    "   AND o.id < $10::bigint AND o.id > $11::bigint"
    "   AND ($12::bigint IS NULL OR o.created_at < to_timestamp($12::bigint / 1000.0))"
    "   AND ($13::bigint IS NULL OR o.created_at >= to_timestamp($13::bigint / 1000.0))"
    "  ORDER BY o.id DESC LIMIT $14::bigint) m LIMIT $14::bigint");

DB_STATEMENT(search_messages, SERVER,
    "SELECT " SHAPE_MESSAGE("m", "p", "$2::bigint", "$3::bigint") ", m.content"
    " FROM unnest($1::bigint[]) WITH ORDINALITY AS w (id, place) JOIN messages m ON m.id = w.id"
    " LEFT JOIN profiles p ON p.user_id = m.author_id WHERE m.deleted_at IS NULL ORDER BY w.place");

enum { BEHIND_INPUTS = PERMISSION_BASE_COUNT + PERMISSION_CHANNEL_COUNT };

enum err search_channels(struct ctx *ctx, struct db *db, const int64_t **ids, size_t *count)
{
    const uint64_t needed = PERMISSION_VIEW_CHANNEL | PERMISSION_READ_MESSAGE_HISTORY;
    struct db_rows rows;
    enum err err = db_run(db, &search_places, DB_ARGS(db_i64(ctx->user_id)), &rows);
    err = answer_row(err, &rows);
    if (err != ERR_NONE)
        return err;
    int64_t *out = arena_alloc(ctx->arena, (size_t) rows.count * sizeof(*out));
    *count = 0;
    for (int i = 0; i < rows.count; i++) {
        struct permission_inputs inputs;
        permission_read_base(&rows, i, 0, &inputs);
        permission_read_channel(&rows, i, PERMISSION_BASE_COUNT, &inputs);
        if (!db_is_null(&rows, i, BEHIND_INPUTS) &&
            (permissions_resolve(&inputs) & needed) == needed)
            out[(*count)++] = db_get_i64(&rows, i, BEHIND_INPUTS);
    }
    *ids = out;
    return ERR_NONE;
}

/* Terms for the index, the longest first since they leave the least, and the others. */
struct sorted_terms {
    struct str indexed[SEARCH_TERMS_MAX];
    struct str others[SEARCH_TERMS_MAX];
    size_t indexed_count, other_count;
};

static void add_by_length(struct sorted_terms *out, struct str term)
{
    size_t at = out->indexed_count++;
    for (; at > 0 && out->indexed[at - 1].len < term.len; at--)
        out->indexed[at] = out->indexed[at - 1];
    out->indexed[at] = term;
}

static struct sorted_terms *sort_terms(struct ctx *ctx, const struct search_filter *f)
{
    struct sorted_terms *out = arena_alloc(ctx->arena, sizeof(*out));
    for (size_t i = 0; i < f->term_count && i < SEARCH_TERMS_MAX; i++) {
        struct str term = f->terms[i];
        enum search_grip grip = search_grip(term);
        if (grip == SEARCH_AT_WORD)
            term = arena_printf(ctx->arena, " %.*s", STR_FMT(term));
        if (grip == SEARCH_BLIND)
            out->others[out->other_count++] = term;
        else
            add_by_length(out, term);
    }
    while (out->indexed_count > INDEXED_TERMS)
        out->others[out->other_count++] = out->indexed[--out->indexed_count];
    return out;
}

static bool is_known_to_index(struct str kind)
{
    return str_eq_cstr(kind, "link") || str_eq_cstr(kind, "embed");
}

/* Every other kind is one of files. */
static size_t indexed_kinds(struct ctx *ctx, const struct search_filter *f, struct str **out)
{
    *out = arena_alloc(ctx->arena, (f->kind_count + 1) * sizeof(**out));
    for (size_t i = 0; i < f->kind_count; i++)
        (*out)[i] = is_known_to_index(f->kinds[i]) ? f->kinds[i] : STR("file");
    return f->kind_count;
}

static struct db_arg texts_or_null(const struct str *texts, size_t count)
{
    return count > 0 ? db_texts(texts, count) : db_text_or_null((struct str){0});
}

static struct db_arg term_or_null(const struct sorted_terms *terms, size_t i)
{
    return db_text_or_null(i < terms->indexed_count ? terms->indexed[i] : (struct str){0});
}

static struct db_arg ms_or_null(int64_t ms, int64_t none)
{
    return ms == none ? db_id_or_null(0) : db_i64(ms);
}

static void send(struct ctx *ctx, struct db *db, const struct search_filter *f)
{
    const struct sorted_terms *terms = sort_terms(ctx, f);
    struct str *kinds;
    size_t kind_count = indexed_kinds(ctx, f, &kinds);
    db_send_joined(db, &search_settings, DB_NO_ARGS);
    db_send(db, &search_found,
            DB_ARGS(db_i64s(f->channel_ids, f->channel_count), term_or_null(terms, 0),
                    term_or_null(terms, 1), term_or_null(terms, 2),
                    texts_or_null(terms->others, terms->other_count), db_id_or_null(f->author_id),
                    db_id_or_null(f->mentioned_id), db_texts(f->kinds, f->kind_count),
                    texts_or_null(kinds, kind_count), db_i64(f->before_id), db_i64(f->after_id),
                    ms_or_null(f->before_ms, INT64_MAX), ms_or_null(f->after_ms, INT64_MIN),
                    db_i64(SEARCH_FOUND_MAX),
                    db_id_or_null(f->channel_count == 1 ? f->channel_ids[0] : 0)));
}

enum err search_find(struct ctx *ctx, struct db *db, const struct search_filter *filter,
                     struct search_hit **hits, size_t *count)
{
    struct db_rows rows;
    *hits = NULL;
    *count = 0;
    if (filter->channel_count == 0)
        return ERR_NONE;
    send(ctx, db, filter);
    enum err settings_err = db_next(db, NULL), err = db_next(db, &rows);
    if (settings_err != ERR_NONE || err != ERR_NONE)
        return settings_err != ERR_NONE ? settings_err : err;
    *hits = arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(**hits));
    for (int i = 0; i < rows.count; i++)
        (*hits)[(*count)++] = (struct search_hit){db_get_i64(&rows, i, 0), db_get(&rows, i, 1), 0};
    return ERR_NONE;
}

enum err search_load(struct ctx *ctx, struct db *db, int64_t server_id, const int64_t *ids,
                     size_t count, struct db_rows *rows)
{
    return db_run(db, &search_messages,
                  DB_ARGS(db_i64s(ids, count), db_i64(server_id), db_i64(ctx->user_id)), rows);
}
