#include "cgi/store/summaries.h"

#include "cgi/order.h"
#include "cgi/store/permission_columns.h"
#include "shared/clock.h"
#include "shared/log.h"
#include "shared/token.h"

/* A mark outlives its event by so much at most, should a worker be killed between the commit of a
 * message and its publication, and nobody write or read there again. */
enum { MARK_SECONDS = 6 * 3600, KEEP_SECONDS = 2 * MARK_SECONDS };
enum { MARK_BYTES_MAX = 64 * 1024, TOKEN_BYTES = 9 };

/* Whoever changes the server as a whole is done when this is had (see order.h). */
DB_STATEMENT(summary_wait, SERVER, "SELECT pg_advisory_xact_lock_shared(0)");
DB_STATEMENT(summary_read, SERVER,
    "SELECT " PERMISSION_BASE_COLUMNS ", " PERMISSION_CHANNEL_COLUMNS ", c.id,"
    " c.message_count, c.everyone_count, coalesce(rs.read_count, 0), coalesce(rs.mention_count, 0),"
    " coalesce(rs.everyone_read_count, 0)"
    " FROM members m CROSS JOIN server s LEFT JOIN channels c ON c.type IN ('text', 'announcement')"
    " " PERMISSION_CHANNEL_JOIN
    " LEFT JOIN read_states rs ON rs.channel_id = c.id AND rs.user_id = m.user_id"
    " WHERE m.user_id = $1::bigint");

/* KEYS heads, marks. ARGV run, epoch if one is needed, server, token, seconds. Gives the epoch. */
static const char begin_script[] =
    "if redis.call('HGET', KEYS[1], 'r') ~= ARGV[1] then"
    " redis.call('DEL', KEYS[1]); redis.call('HSET', KEYS[1], 'r', ARGV[1], 'e', ARGV[2]) end "
    "redis.call('HSET', KEYS[2], ARGV[3], ARGV[4]) "
    "redis.call('EXPIRE', KEYS[1], ARGV[5]); redis.call('EXPIRE', KEYS[2], ARGV[5]) "
    "return redis.call('HGET', KEYS[1], 'e')";

/* KEYS the same. ARGV run, epoch, server, token, mark, then channel and head by turns. A head that
 * differs belongs to a message that came meanwhile, or whose event was lost: nothing is kept. */
static const char finish_script[] =
    "if redis.call('HGET', KEYS[2], ARGV[3]) ~= ARGV[4] then return 0 end "
    "local same = redis.call('HGET', KEYS[1], 'r') == ARGV[1] and redis.call('HGET', KEYS[1], 'e') "
    "== ARGV[2] "
    "for i = 6, #ARGV, 2 do if same then redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) "
    "same = redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] end end "
    "if same then redis.call('HSET', KEYS[2], ARGV[3], ARGV[5]) "
    "else redis.call('HDEL', KEYS[2], ARGV[3]) end return 1";

/* One channel he may see. */
struct seen {
    int64_t channel_id;
    int64_t messages, everyone; /* the head */
    int64_t read, mentions, everyone_read;
};

/* A summary that has to be computed. */
struct miss {
    struct summary *summary;
    struct str epoch; /* empty: nothing will be kept */
    struct str token;
    bool is_timed_out; /* until a moment that no event tells */
    struct seen *seen;
    size_t seen_count;
};

static struct str heads_key(struct ctx *ctx, int64_t server_id)
{
    return arena_printf(ctx->arena, CTX_HEADS_KEY, (long long) server_id);
}

static struct str marks_key(struct ctx *ctx)
{
    return arena_printf(ctx->arena, CTX_MARKS_KEY, (long long) ctx->user_id);
}

static struct str number(struct ctx *ctx, int64_t value)
{
    return arena_printf(ctx->arena, "%lld", (long long) value);
}

static struct str head_of(struct ctx *ctx, const struct seen *s)
{
    return arena_printf(ctx->arena, CTX_HEAD_FORMAT, (long long) s->messages,
                        (long long) s->everyone);
}

static int64_t least_0(int64_t value)
{
    return value > 0 ? value : 0;
}

static void count_channel(struct summary *out, const struct seen *s)
{
    out->unread_count += least_0(s->messages - s->read);
    out->mention_count += s->mentions + least_0(s->everyone - s->everyone_read);
}

/* --- commands to Redis -------------------------------------------------------------------------
 */

struct words {
    const char **argv;
    size_t *lengths;
    size_t count;
};

static struct words words_of(struct ctx *ctx, size_t most)
{
    return (struct words){arena_alloc(ctx->arena, most * sizeof(char *)),
                          arena_alloc(ctx->arena, most * sizeof(size_t)), 0};
}

static void add(struct words *w, struct str word)
{
    w->argv[w->count] = word.ptr;
    w->lengths[w->count++] = word.len;
}

static void queue(struct ctx *ctx, const struct words *w)
{
    redis_queue_argv(ctx->worker->redis, (int) w->count, w->argv, w->lengths);
}

/* --- what is kept ------------------------------------------------------------------------------
 */

static struct str field(const redisReply *hash, struct str name)
{
    for (size_t i = 0; hash && i + 1 < hash->elements; i += 2) {
        const redisReply *key = hash->element[i], *value = hash->element[i + 1];
        if (str_eq(str_of(key->str, key->len), name))
            return str_of(value->str, value->len);
    }
    return (struct str){0};
}

static bool cut_i64(struct str *text, char end, int64_t *out)
{
    return str_to_i64(str_cut(text, end), out);
}

/* "<epoch> <until> <permissions> <channel>,<read>,<mentions>,<everyone read> …" */
static struct str write_mark(struct ctx *ctx, const struct miss *m)
{
    struct buf out;
    buf_init(&out, MARK_BYTES_MAX);
    buf_printf(&out, "%.*s %lld %lld", STR_FMT(m->epoch),
               (long long) (clock_wall_ms() / 1000 + MARK_SECONDS),
               (long long) m->summary->permissions);
    for (size_t i = 0; i < m->seen_count; i++)
        buf_printf(&out, " %lld,%lld,%lld,%lld", (long long) m->seen[i].channel_id,
                   (long long) m->seen[i].read, (long long) m->seen[i].mentions,
                   (long long) m->seen[i].everyone_read);
    struct str text = buf_ok(&out) ? arena_str(ctx->arena, buf_str(&out)) : (struct str){0};
    buf_cleanup(&out);
    return text;
}

static bool read_channel(struct str text, const redisReply *heads, struct summary *out)
{
    struct seen s = {0};
    struct str name = str_cut(&text, ','), head = field(heads, name);
    if (head.len == 0 || !cut_i64(&text, ',', &s.read) || !cut_i64(&text, ',', &s.mentions) ||
        !str_to_i64(text, &s.everyone_read) || !cut_i64(&head, ',', &s.messages) ||
        !str_to_i64(head, &s.everyone))
        return false;
    count_channel(out, &s);
    return true;
}

/* Whether a mark still holds, and what it says then. */
static bool read_mark(struct ctx *ctx, struct str mark, const redisReply *heads,
                      struct summary *out)
{
    struct summary found = {.server_id = out->server_id, .is_known = true, .is_member = true};
    struct str run = str_from(redis_run_id(ctx->worker->redis)), epoch = str_cut(&mark, ' ');
    int64_t until_s, permissions;
    if (run.len == 0 || epoch.len == 0 || !str_eq(field(heads, STR("r")), run) ||
        !str_eq(field(heads, STR("e")), epoch) || !cut_i64(&mark, ' ', &until_s) ||
        until_s * 1000 < clock_wall_ms() || !cut_i64(&mark, ' ', &permissions))
        return false;
    found.permissions = (uint64_t) permissions;
    while (mark.len > 0) {
        if (!read_channel(str_cut(&mark, ' '), heads, &found))
            return false;
    }
    *out = found;
    return true;
}

/* First the heads, then the marks: whoever reads or writes himself has his mark deleted first. */
static void load_kept(struct ctx *ctx, struct summary *list, size_t count)
{
    struct redis *redis = ctx->worker->redis;
    redisReply **heads = arena_alloc(ctx->arena, (count + 1) * sizeof(*heads));
    struct words marks = words_of(ctx, count + 2);
    add(&marks, STR("HMGET"));
    add(&marks, marks_key(ctx));
    for (size_t i = 0; i < count; i++) {
        redis_queue(redis, "HGETALL %s", heads_key(ctx, list[i].server_id).ptr);
        add(&marks, number(ctx, list[i].server_id));
    }
    queue(ctx, &marks);
    for (size_t i = 0; i < count; i++)
        heads[i] = redis_next(redis);
    redisReply *answer = redis_next(redis);
    for (size_t i = 0; i < count; i++) {
        const redisReply *mark = answer && answer->elements == count ? answer->element[i] : NULL;
        if (mark && mark->type == REDIS_REPLY_STRING)
            read_mark(ctx, str_of(mark->str, mark->len), heads[i], &list[i]);
        freeReplyObject(heads[i]);
    }
    freeReplyObject(answer);
}

/* --- what has to be computed -------------------------------------------------------------------
 */

static void put_tokens(struct ctx *ctx, struct miss *misses, size_t count)
{
    struct redis *redis = ctx->worker->redis;
    const char *run = redis_run_id(redis);
    if (run[0] == '\0')
        return;
    for (size_t i = 0; i < count; i++) {
        misses[i].token =
            arena_printf(ctx->arena, "?%.*s", STR_FMT(token_random(ctx->arena, TOKEN_BYTES)));
        redis_queue(redis, "EVAL %s 2 %s %s %s %s %lld %s %d", begin_script,
                    heads_key(ctx, misses[i].summary->server_id).ptr, marks_key(ctx).ptr, run,
                    token_random(ctx->arena, TOKEN_BYTES).ptr,
                    (long long) misses[i].summary->server_id, misses[i].token.ptr, KEEP_SECONDS);
    }
    for (size_t i = 0; i < count; i++) {
        redisReply *reply = redis_next(redis);
        if (reply && reply->type == REDIS_REPLY_STRING)
            misses[i].epoch = arena_str(ctx->arena, str_of(reply->str, reply->len));
        freeReplyObject(reply);
    }
}

static enum err read_rows(struct db *db, int64_t user_id, struct miss *m, struct db_rows *rows)
{
    db_send_joined(db, &summary_wait, DB_NO_ARGS);
    db_send(db, &summary_read, DB_ARGS(db_i64(user_id)));
    enum err wait_err = db_next(db, NULL), err = db_next(db, rows);
    if (wait_err == ERR_NONE)
        return err;
    /* Somebody is long at work there: then what stands now, and nothing is kept. */
    m->epoch = (struct str){0};
    return db_run(db, &summary_read, DB_ARGS(db_i64(user_id)), rows);
}

static void take_row(struct miss *m, const struct db_rows *rows, int row)
{
    const int counts = PERMISSION_BASE_COUNT + PERMISSION_CHANNEL_COUNT;
    struct permission_inputs inputs = {0};
    permission_read_base(rows, row, 0, &inputs);
    m->summary->permissions = permissions_resolve(&inputs);
    m->is_timed_out = inputs.is_timed_out;
    permission_read_channel(rows, row, PERMISSION_BASE_COUNT, &inputs);
    if (db_is_null(rows, row, counts) || !(permissions_resolve(&inputs) & PERMISSION_VIEW_CHANNEL))
        return;
    struct seen *s = &m->seen[m->seen_count++];
    *s = (struct seen){
        .channel_id = db_get_i64(rows, row, counts),
        .messages = db_get_i64(rows, row, counts + 1),
        .everyone = db_get_i64(rows, row, counts + 2),
        .read = db_get_i64(rows, row, counts + 3),
        .mentions = db_get_i64(rows, row, counts + 4),
        .everyone_read = db_get_i64(rows, row, counts + 5),
    };
    count_channel(m->summary, s);
}

static void compute(struct ctx *ctx, struct miss *m)
{
    struct db_rows rows;
    struct db *db;
    enum err err = databases_get_server(ctx->worker->databases, m->summary->server_id, &db);
    if (err == ERR_NONE)
        err = read_rows(db, ctx->user_id, m, &rows);
    if (err != ERR_NONE) {
        m->epoch = (struct str){0};
        m->summary->is_known = err == ERR_NOT_FOUND;
        if (err != ERR_NOT_FOUND)
            log_warn("server_listed_without_counts", "server=%lld",
                     (long long) m->summary->server_id);
        return;
    }
    m->summary->is_known = true;
    m->summary->is_member = rows.count > 0;
    m->seen = arena_alloc(ctx->arena, ((size_t) rows.count + 1) * sizeof(*m->seen));
    for (int i = 0; i < rows.count; i++)
        take_row(m, &rows, i);
}

static bool may_be_kept(const struct miss *m)
{
    return m->epoch.len > 0 && m->summary->is_member && !m->is_timed_out;
}

static bool queue_finish(struct ctx *ctx, const struct miss *m)
{
    struct words w = words_of(ctx, 10 + 2 * m->seen_count);
    struct str mark = may_be_kept(m) ? write_mark(ctx, m) : (struct str){0};
    if (mark.len == 0)
        return false;
    add(&w, STR("EVAL"));
    add(&w, str_from(finish_script));
    add(&w, STR("2"));
    add(&w, heads_key(ctx, m->summary->server_id));
    add(&w, marks_key(ctx));
    add(&w, str_from(redis_run_id(ctx->worker->redis)));
    add(&w, m->epoch);
    add(&w, number(ctx, m->summary->server_id));
    add(&w, m->token);
    add(&w, mark);
    for (size_t i = 0; i < m->seen_count; i++) {
        add(&w, number(ctx, m->seen[i].channel_id));
        add(&w, head_of(ctx, &m->seen[i]));
    }
    queue(ctx, &w);
    return true;
}

static void keep(struct ctx *ctx, const struct miss *misses, size_t count)
{
    size_t queued = 0;
    for (size_t i = 0; i < count; i++)
        queued += queue_finish(ctx, &misses[i]);
    for (size_t i = 0; i < queued; i++)
        freeReplyObject(redis_next(ctx->worker->redis));
}

void summaries_load(struct ctx *ctx, struct summary *list, size_t count)
{
    struct miss *misses = arena_alloc(ctx->arena, (count + 1) * sizeof(*misses));
    size_t miss_count = 0;
    for (size_t i = 0; i < count; i++)
        list[i] = (struct summary){.server_id = list[i].server_id};
    if (count == 0)
        return;
    load_kept(ctx, list, count);
    for (size_t i = 0; i < count; i++) {
        if (!list[i].is_known)
            misses[miss_count++] = (struct miss){.summary = &list[i]};
    }
    put_tokens(ctx, misses, miss_count);
    for (size_t i = 0; i < miss_count; i++)
        compute(ctx, &misses[i]);
    keep(ctx, misses, miss_count);
}

/* --- keeping and forgetting --------------------------------------------------------------------
 */

void summaries_plant(struct ctx *ctx, int64_t server_id, int64_t channel_id)
{
    struct redis *redis = ctx->worker->redis;
    struct summary summary = {.server_id = server_id, .permissions = permissions_all()};
    struct seen general = {.channel_id = channel_id};
    struct miss m = {.summary = &summary, .seen = &general, .seen_count = 1};
    const char *heads = heads_key(ctx, server_id).ptr, *marks = marks_key(ctx).ptr;
    const char *run = redis_run_id(redis);
    if (run[0] == '\0')
        return;
    m.epoch = token_random(ctx->arena, TOKEN_BYTES);
    redis_queue(redis, "DEL %s", heads);
    redis_queue(redis, "HSET %s r %s e %s %lld %s", heads, run, m.epoch.ptr, (long long) channel_id,
                head_of(ctx, &general).ptr);
    redis_queue(redis, "EXPIRE %s %d", heads, KEEP_SECONDS);
    redis_queue(redis, "HSET %s %lld %s", marks, (long long) server_id, write_mark(ctx, &m).ptr);
    redis_queue(redis, "EXPIRE %s %d", marks, KEEP_SECONDS);
    for (int i = 0; i < 5; i++)
        freeReplyObject(redis_next(redis));
}

void summaries_forget_server(struct ctx *ctx, int64_t server_id)
{
    redisReply *reply = redis_command(ctx->worker->redis, "DEL %s", heads_key(ctx, server_id).ptr);
    if (!reply)
        ctx_touch_server(ctx, server_id);
    freeReplyObject(reply);
}

void summaries_forget_mine(struct ctx *ctx, int64_t server_id)
{
    redisReply *reply = redis_command(ctx->worker->redis, "HDEL %s %lld", marks_key(ctx).ptr,
                                      (long long) server_id);
    if (!reply)
        ctx_touch_user(ctx, server_id, ctx->user_id);
    freeReplyObject(reply);
}
