#include "shared/log.h"

#include "shared/buf.h"
#include "shared/clock.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    HOLD_MS = 200,
    LINE_MAX_BYTES = 2048,
    HELD_MAX_BYTES = 4096 /* PIPE_BUF: written whole or not at all */
};

static struct {
    const char *program;
    enum log_level level;
    bool json;
    struct str request_id;
    bool holds;
    char held[HELD_MAX_BYTES];
    size_t held_len;
} logger = {.program = "ohkay", .level = LOG_LEVEL_INFO};

static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t held_some = PTHREAD_COND_INITIALIZER;

static const char *const level_names[] = {"error", "warn", "info", "debug"};

void log_init(const char *program, enum log_level level, bool json)
{
    logger.program = program;
    logger.level = level;
    logger.json = json;
}

bool log_level_from(struct str name, enum log_level *out)
{
    for (size_t i = 0; i < sizeof(level_names) / sizeof(level_names[0]); i++) {
        if (str_eq_cstr(name, level_names[i])) {
            *out = (enum log_level) i;
            return true;
        }
    }
    return false;
}

void log_set_request_id(struct str request_id)
{
    logger.request_id = request_id;
}

/* Nowhere to report a failing log to. */
static void flush_locked(void)
{
    ssize_t written = 0;
    if (logger.held_len > 0)
        written = write(STDERR_FILENO, logger.held, logger.held_len);
    (void) written;
    logger.held_len = 0;
}

/* Sleeps while nothing waits; what waits, waits HOLD_MS at most, also when the program is blocked.
 */
static void *flush_later(void *unused)
{
    const struct timespec pause = {.tv_nsec = HOLD_MS * 1000000L};
    pthread_mutex_lock(&held_lock);
    for (;;) {
        while (logger.held_len == 0)
            pthread_cond_wait(&held_some, &held_lock);
        pthread_mutex_unlock(&held_lock);
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&held_lock);
        flush_locked();
    }
    return unused;
}

void log_hold(void)
{
    sigset_t all, before;
    pthread_t thread;
    /* Signals are for the program's own thread: they end its waiting. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    logger.holds = pthread_create(&thread, NULL, flush_later, NULL) == 0;
    if (logger.holds)
        pthread_detach(thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void log_flush(void)
{
    pthread_mutex_lock(&held_lock);
    flush_locked();
    pthread_mutex_unlock(&held_lock);
}

static void put_line(enum log_level level, struct str line)
{
    pthread_mutex_lock(&held_lock);
    if (logger.held_len + line.len > sizeof(logger.held))
        flush_locked();
    memcpy(logger.held + logger.held_len, line.ptr, line.len);
    logger.held_len += line.len;
    if (!logger.holds || level < LOG_LEVEL_INFO)
        flush_locked();
    else if (logger.held_len == line.len)
        pthread_cond_signal(&held_some);
    pthread_mutex_unlock(&held_lock);
}

/* Control characters and, inside JSON, quotes and backslashes are replaced: a value can never start
 * a new line. */
static void add_safe(struct buf *line, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char) *text;
        if (c < 0x20 || c == 0x7f)
            buf_add_char(line, ' ');
        else if (logger.json && (c == '"' || c == '\\'))
            buf_add_char(line, '\'');
        else
            buf_add_char(line, (char) c);
    }
}

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    if (level > logger.level)
        return;
    char now[CLOCK_TEXT_SIZE], details[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(details, sizeof(details), format, args);
    va_end(args);
    clock_format(clock_wall_ms(), now);

    struct buf line;
    buf_init(&line, LINE_MAX_BYTES);
    if (logger.json) {
        buf_printf(
            &line,
            "{\"time\":\"%s\",\"level\":\"%s\",\"program\":\"%s\",\"pid\":%d,\"event\":\"%s\"", now,
            level_names[level], logger.program, (int) getpid(), event);
        if (logger.request_id.len > 0)
            buf_printf(&line, ",\"requestId\":\"%.*s\"", STR_FMT(logger.request_id));
        buf_add_cstr(&line, ",\"details\":\"");
        add_safe(&line, details);
        buf_add_cstr(&line, "\"}\n");
    } else {
        buf_printf(&line, "%s %-5s %s[%d] %s ", now, level_names[level], logger.program,
                   (int) getpid(), event);
        add_safe(&line, details);
        if (logger.request_id.len > 0)
            buf_printf(&line, " request=%.*s", STR_FMT(logger.request_id));
        buf_add_char(&line, '\n');
    }
    put_line(level, buf_str(&line));
    buf_cleanup(&line);
}
