/* Structured logging to standard error, one line an event: time, level, program, event name, then
 * key=value.
 *
 * Never a message's text, a token, a password, a query or its parameters. Whole lines are written
 * at once, at most PIPE_BUF bytes, so that lines of many processes never mix. */
#ifndef OHKAY_SHARED_LOG_H
#define OHKAY_SHARED_LOG_H

#include "shared/str.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Set the program's name (a literal), the least important level that is written, and whether lines
 * are JSON objects. */
void log_init(const char *program, enum log_level level, bool json);

/* Read "error", "warn", "info" or "debug". Returns false when `name` is none of them. */
bool log_level_from(struct str name, enum log_level *out);

/* The request id that following lines carry; the empty str for none. Borrowed until it is set
 * again. */
void log_set_request_id(struct str request_id);

/* From now on, lines of level info and debug may wait, a page of them or a fifth of a second at
 * most: for programs that would otherwise wake the logger for each request. A thread writes them
 * then. */
void log_hold(void);

/* Write what waits. */
void log_flush(void);

/* Write one line. `format` is key=value pairs, values with spaces in double quotes:
 * log_info("request", "status=%d", 200). An empty format ("") is allowed through a "%s". At most 1
 * KB; the rest is cut. */
void log_write(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define log_error(event, ...) log_write(LOG_LEVEL_ERROR, event, __VA_ARGS__)
#define log_warn(event, ...)  log_write(LOG_LEVEL_WARN, event, __VA_ARGS__)
#define log_info(event, ...)  log_write(LOG_LEVEL_INFO, event, __VA_ARGS__)
#define log_debug(event, ...) log_write(LOG_LEVEL_DEBUG, event, __VA_ARGS__)

#endif
