#include "shared/redis.h"

#include "shared/clock.h"
#include "shared/log.h"

#include <stdarg.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { TIMEOUT_MS = 1000, RETRY_AFTER_MS = 200, RUN_ID_SIZE = 41 };

struct redis {
    const char *url;
    redisContext *link;   /* NULL while not connected */
    uint64_t retry_at_ms; /* not tried before this moment */
    int64_t started_ms;   /* of the connected server */
    char run_id[RUN_ID_SIZE];
    unsigned queued; /* replies still to be taken */
};

struct redis *redis_create(const char *url)
{
    struct redis *r = calloc(1, sizeof(*r));
    if (!r)
        abort();
    r->url = url;
    return r;
}

static void drop(struct redis *r)
{
    if (r->link)
        redisFree(r->link);
    r->link = NULL;
    r->queued = 0;
    r->retry_at_ms = clock_mono_ms() + RETRY_AFTER_MS;
}

void redis_destroy(struct redis *r)
{
    if (!r)
        return;
    drop(r);
    free(r);
}

/* The parts of redis://[:password@]host:port[/db]. */
struct address {
    char host[256];
    char password[256];
    int port;
    int db;
};

static bool parse_address(const char *url, struct address *to)
{
    *to = (struct address){.port = 6379};
    if (strncmp(url, "redis://", 8) != 0)
        return false;
    struct str rest = str_from(url + 8);
    const char *at = memchr(rest.ptr, '@', rest.len);
    if (at) {
        struct str user = str_cut(&rest, '@');
        str_cut(&user, ':');
        snprintf(to->password, sizeof(to->password), "%.*s", STR_FMT(user));
    }
    struct str place = str_cut(&rest, '/'), host = str_cut(&place, ':');
    int64_t number;
    if (place.len > 0 && str_to_i64(place, &number))
        to->port = (int) number;
    if (rest.len > 0 && str_to_i64(rest, &number))
        to->db = (int) number;
    snprintf(to->host, sizeof(to->host), "%.*s", STR_FMT(host));
    return host.len > 0;
}

static redisReply *checked(struct redis *r, void *reply)
{
    if (!reply) {
        log_warn("redis_lost", "reason=\"%s\"", r->link ? r->link->errstr : "not connected");
        drop(r);
        return NULL;
    }
    redisReply *answer = reply;
    if (answer->type != REDIS_REPLY_ERROR)
        return answer;
    log_warn("redis_error", "reason=\"%s\"", answer->str);
    /* Loading after a restart, or out of memory: as good as unreachable. */
    freeReplyObject(answer);
    return NULL;
}

static bool run_quietly(struct redis *r, const char *format, const void *arg)
{
    redisReply *reply = checked(r, redisCommand(r->link, format, arg));
    bool ok = reply != NULL;
    freeReplyObject(reply);
    return ok;
}

static int64_t read_start(struct redis *r)
{
    redisReply *reply = checked(r, redisCommand(r->link, "INFO server"));
    int64_t started = INT64_MAX;
    const char *line = reply && reply->str ? strstr(reply->str, "uptime_in_seconds:") : NULL;
    const char *run = reply && reply->str ? strstr(reply->str, "run_id:") : NULL;
    if (line)
        started = clock_wall_ms() - (atoll(line + strlen("uptime_in_seconds:")) - 1) * 1000;
    snprintf(r->run_id, sizeof(r->run_id), "%s", run ? run + strlen("run_id:") : "");
    r->run_id[strcspn(r->run_id, "\r\n")] = '\0';
    freeReplyObject(reply);
    return started;
}

static bool log_in(struct redis *r, const struct address *address)
{
    if (address->password[0] && !run_quietly(r, "AUTH %s", address->password))
        return false;
    char db[16];
    snprintf(db, sizeof(db), "%d", address->db);
    return address->db == 0 || run_quietly(r, "SELECT %s", db);
}

/* Whether the other side hung up while we were not looking: with nothing asked, nothing can be
 * read. */
static bool hung_up(const struct redis *r)
{
    char byte;
    return r->queued == 0 && recv(r->link->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static bool reach(struct redis *r)
{
    if (r->link && hung_up(r)) {
        drop(r);
        r->retry_at_ms = 0;
    }
    if (r->link)
        return true;
    if (clock_mono_ms() < r->retry_at_ms)
        return false;
    struct timeval timeout = {.tv_sec = TIMEOUT_MS / 1000};
    struct address address = {.host = ""};
    if (strncmp(r->url, "unix://", 7) == 0)
        r->link = redisConnectUnixWithTimeout(r->url + 7, timeout);
    else if (parse_address(r->url, &address))
        r->link = redisConnectWithTimeout(address.host, address.port, timeout);
    if (!r->link || r->link->err) {
        log_warn("redis_unreachable", "reason=\"%s\"", r->link ? r->link->errstr : "bad REDIS_URL");
        drop(r);
        return false;
    }
    redisSetTimeout(r->link, timeout);
    if (!log_in(r, &address)) {
        drop(r);
        return false;
    }
    r->started_ms = read_start(r);
    if (r->started_ms == INT64_MAX)
        drop(r);
    return r->link != NULL;
}

redisReply *redis_command(struct redis *r, const char *format, ...)
{
    if (!reach(r))
        return NULL;
    va_list args;
    va_start(args, format);
    void *reply = redisvCommand(r->link, format, args);
    va_end(args);
    return checked(r, reply);
}

void redis_queue(struct redis *r, const char *format, ...)
{
    if (!reach(r))
        return;
    va_list args;
    va_start(args, format);
    if (redisvAppendCommand(r->link, format, args) == REDIS_OK)
        r->queued++;
    va_end(args);
}

void redis_queue_argv(struct redis *r, int argc, const char **argv, const size_t *lengths)
{
    if (reach(r) && redisAppendCommandArgv(r->link, argc, argv, lengths) == REDIS_OK)
        r->queued++;
}

bool redis_format_argv(struct buf *out, int argc, const char **argv, const size_t *lengths)
{
    char *text = NULL;
    long long len = redisFormatCommandArgv(&text, argc, argv, lengths);
    bool ok = len > 0 && buf_add(out, str_of(text, (size_t) len));
    redisFreeCommand(text);
    return ok;
}

void redis_queue_formatted(struct redis *r, struct str commands, unsigned count)
{
    if (count > 0 && reach(r) &&
        redisAppendFormattedCommand(r->link, commands.ptr, commands.len) == REDIS_OK)
        r->queued += count;
}

redisReply *redis_next(struct redis *r)
{
    void *reply = NULL;
    if (r->queued == 0 || !r->link)
        return NULL;
    r->queued--;
    if (redisGetReply(r->link, &reply) != REDIS_OK)
        reply = NULL;
    return checked(r, reply);
}

bool redis_ping(struct redis *r, uint64_t *us)
{
    uint64_t before = clock_mono_us();
    redisReply *reply = redis_command(r, "PING");
    *us = clock_mono_us() - before;
    freeReplyObject(reply);
    return reply != NULL;
}

void redis_insist(struct redis *r)
{
    r->retry_at_ms = 0;
}

int64_t redis_started_ms(struct redis *r)
{
    return reach(r) ? r->started_ms : INT64_MAX;
}

const char *redis_run_id(struct redis *r)
{
    return reach(r) ? r->run_id : "";
}
