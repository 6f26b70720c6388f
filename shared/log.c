#include "shared/log.h"

#include "shared/buf.h"
#include "shared/clock.h"

#include <stdio.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 2048, HELD_MAX_BYTES = 4096 /* PIPE_BUF: written whole or not at all */ };

static struct {
    const char *program;
    enum log_level level;
    bool json;
    struct str request_id;
    bool holds;
    char held[HELD_MAX_BYTES];
    size_t held_len;
} logger = {.program = "ohkay", .level = LOG_LEVEL_INFO};

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

void log_hold(void)
{
    logger.holds = true;
}

/* Nowhere to report a failing log to. */
static void put(const char *bytes, size_t len)
{
    ssize_t written = write(STDERR_FILENO, bytes, len);
    (void) written;
}

void log_flush(void)
{
    if (logger.held_len > 0)
        put(logger.held, logger.held_len);
    logger.held_len = 0;
}

static void put_line(enum log_level level, struct str line)
{
    if (logger.held_len + line.len > sizeof(logger.held))
        log_flush();
    memcpy(logger.held + logger.held_len, line.ptr, line.len);
    logger.held_len += line.len;
    if (!logger.holds || level < LOG_LEVEL_INFO)
        log_flush();
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
