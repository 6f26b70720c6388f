/* Search in the messages of a server that the caller may read. */
#include "cgi/domain/search.h"

#include "cgi/domain/times.h"
#include "cgi/routes.h"
#include "cgi/store/search.h"
#include "cgi/validate.h"

#include <stdlib.h>

enum { QUERY_MAX = 200, LIMIT_MAX = 50, LIMIT_PRESET = 25, KINDS_MAX = 6, TIME_MAX = 40 };

/* What is asked for. */
struct wish {
    struct search_filter filter;
    bool is_newest; /* in that order, not by rank */
    int64_t limit, offset;
    int64_t channel_id; /* 0: all that can be read */
};

/* An id, or a time or a day, which begins at midnight UTC: they never look alike. */
static void read_bound(struct ctx *ctx, const char *name, int64_t *id, int64_t *ms)
{
    struct str text = query_text(ctx, name, TIME_MAX);
    if (!text.ptr || (str_to_i64(text, id) && *id > 0 && *id <= ID_MAX))
        return;
    if (text.len == sizeof("2026-01-02") - 1)
        text = arena_printf(ctx->arena, "%.*sT00:00:00Z", STR_FMT(text));
    if (!times_parse(text, ms))
        input_invalid(ctx, name, "must be a message's id, a time or a day: 2026-01-02");
}

static int64_t read_id(struct ctx *ctx, const char *name)
{
    return query_i64_or(ctx, name, 1, ID_MAX, 0);
}

/* The attachment kinds as their media types begin. */
static struct str kind_of(struct str word)
{
    static const char *const kinds[] = {"link", "embed", "file", "image", "video"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (str_eq_cstr(word, kinds[i]))
            return word;
    }
    return str_eq_cstr(word, "sound") ? STR("audio") : (struct str){0};
}

static void read_kinds(struct ctx *ctx, struct search_filter *f)
{
    struct str rest = query_text(ctx, "has", 100);
    struct str *kinds = arena_alloc(ctx->arena, KINDS_MAX * sizeof(*kinds));
    while (rest.ptr && f->kind_count < KINDS_MAX) {
        kinds[f->kind_count] = kind_of(str_cut(&rest, ','));
        if (!kinds[f->kind_count++].ptr) {
            input_invalid(ctx, "has",
                          "must be link, embed, file, image, video or sound, with commas between");
            break;
        }
    }
    f->kinds = kinds;
}

static void read_terms(struct ctx *ctx, struct search_filter *f)
{
    struct str q = query_text(ctx, "q", QUERY_MAX);
    struct str *terms = arena_alloc(ctx->arena, SEARCH_TERMS_MAX * sizeof(*terms));
    f->terms = terms;
    f->term_count = search_terms(q, terms);
    if (q.ptr && f->term_count == 0)
        input_invalid(ctx, "q", "must not be empty");
}

static bool read_newest(struct ctx *ctx)
{
    struct str sort = query_text(ctx, "sort", 20);
    if (sort.ptr && !str_eq_cstr(sort, "relevance") && !str_eq_cstr(sort, "newest"))
        input_invalid(ctx, "sort", "must be relevance or newest");
    return str_eq_cstr(sort, "newest");
}

static struct wish read_wish(struct ctx *ctx)
{
    struct wish w = {
        .filter = {.before_id = INT64_MAX, .before_ms = INT64_MAX, .after_ms = INT64_MIN}};
    struct search_filter *f = &w.filter;
    read_terms(ctx, f);
    f->author_id = read_id(ctx, "authorId");
    f->mentioned_id = read_id(ctx, "mentions");
    w.channel_id = read_id(ctx, "channelId");
    read_kinds(ctx, f);
    read_bound(ctx, "before", &f->before_id, &f->before_ms);
    read_bound(ctx, "after", &f->after_id, &f->after_ms);
    w.is_newest = read_newest(ctx);
    w.limit = query_i64_or(ctx, "limit", 1, LIMIT_MAX, LIMIT_PRESET);
    w.offset = query_i64_or(ctx, "offset", 0, SEARCH_FOUND_MAX, 0);
    bool is_bounded = f->before_id != INT64_MAX || f->before_ms != INT64_MAX || f->after_id > 0 ||
                      f->after_ms != INT64_MIN;
    if (f->term_count + f->kind_count == 0 && !f->author_id && !f->mentioned_id && !w.channel_id &&
        !is_bounded && input_ok(ctx))
        input_invalid(ctx, "q", "is required when nothing else is asked for");
    return w;
}

/* Only the channel asked for, if he may read it. */
static enum err narrow(struct wish *w)
{
    struct search_filter *f = &w->filter;
    for (size_t i = 0; w->channel_id != 0 && i < f->channel_count; i++) {
        if (f->channel_ids[i] != w->channel_id)
            continue;
        f->channel_ids += i;
        f->channel_count = 1;
        return ERR_NONE;
    }
    return w->channel_id == 0 ? ERR_NONE : ERR_NOT_FOUND;
}

/* The best first, of equals the newest. */
static int by_rank(const void *a, const void *b)
{
    const struct search_hit *left = a, *right = b;
    if (left->rank != right->rank)
        return left->rank > right->rank ? -1 : 1;
    return left->id > right->id ? -1 : left->id < right->id;
}

static void rank(struct search *search, struct search_hit *hits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        hits[i].rank = search_rank(search, hits[i].content);
    if (count > 0)
        qsort(hits, count, sizeof(hits[0]), by_rank);
}

/* A message with what to highlight in it. */
static void add_message(struct buf *out, struct search *search, struct str json, struct str content)
{
    struct search_range ranges[SEARCH_RANGES_MAX];
    size_t count = search_ranges(search, content, ranges);
    if (out->len > 1)
        buf_add_char(out, ',');
    buf_add(out, str_slice(json, 0, json.len - 1)); /* all but its brace */
    buf_add_cstr(out, ",\"highlights\":[");
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s{\"start\":%u,\"end\":%u}", i > 0 ? "," : "", ranges[i].start,
                   ranges[i].end);
    buf_add_cstr(out, "]}");
}

static enum err reply(struct ctx *ctx, struct db *db, const struct wish *w, struct search *search,
                      const struct search_hit *hits, size_t total)
{
    int64_t *ids = arena_alloc(ctx->arena, LIMIT_MAX * sizeof(*ids));
    size_t count = 0;
    struct db_rows rows;
    for (size_t i = (size_t) w->offset; i < total && count < (size_t) w->limit; i++)
        ids[count++] = hits[i].id;
    enum err err = search_load(ctx, db, ctx_param_id(ctx, "serverId"), ids, count, &rows);
    if (err != ERR_NONE)
        return err;
    ctx->status = 200;
    buf_add_cstr(&ctx->reply, "{\"messages\":[");
    struct buf list;
    buf_init(&list, 8 * 1024 * 1024);
    for (int i = 0; i < rows.count; i++)
        add_message(&list, search, db_get(&rows, i, 0), db_get(&rows, i, 1));
    buf_add(&ctx->reply, buf_str(&list));
    buf_printf(&ctx->reply, "],\"total\":%zu}", total);
    err = buf_ok(&list) ? ERR_NONE : ERR_INTERNAL;
    buf_cleanup(&list);
    return err;
}

enum err search_get(struct ctx *ctx)
{
    struct wish wish = read_wish(ctx);
    struct search_filter *filter = &wish.filter;
    struct search_hit *hits;
    struct db *db;
    size_t count;
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = databases_get_server(ctx->worker->databases, ctx_param_id(ctx, "serverId"), &db);
    if (err == ERR_NONE)
        err = search_channels(ctx, db, &filter->channel_ids, &filter->channel_count);
    if (err == ERR_NONE)
        err = narrow(&wish);
    if (err == ERR_NONE)
        err = search_find(ctx, db, filter, &hits, &count);
    if (err != ERR_NONE)
        return err;
    struct search *search = search_create(ctx->arena, filter->terms, filter->term_count);
    if (!wish.is_newest)
        rank(search, hits, count);
    return reply(ctx, db, &wish, search, hits, count);
}
