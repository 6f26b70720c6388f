#include "shared/db.h"

#include "shared/buf.h"
#include "shared/log.h"

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum {
    PATIENCE_MS = 6000, /* above lock_timeout */
    RESULTS_MAX = 64,
    PENDING_MAX = 16,
    ARRAY_BYTES_MAX = 1024 * 1024,
    /* pg_type.dat: these numbers never change. */
    OID_BOOL = 16,
    OID_INT8 = 20,
    OID_TEXT = 25,
    OID_TEXT_ARRAY = 1009,
    OID_INT8_ARRAY = 1016,
};

/* A statement that was sent and not answered yet. */
struct pending {
    struct db_statement *statement; /* NULL for unnamed ones */
    bool prepares;                  /* a Prepare goes before it */
    bool quiet;                     /* nobody waits for it */
    bool joined;                    /* no sync behind it: the next one fails with it */
};

struct db {
    PGconn *link;
    bool prepared[DB_STATEMENTS_MAX];
    bool in_transaction;
    struct pending pending[PENDING_MAX];
    size_t pending_count;
    PGresult *results[RESULTS_MAX];
    size_t result_count;
    uint64_t statement_count;
};

/* --- the table of statements -------------------------------------------------------------------
 */

extern struct db_statement *const __start_ohkay_statements[] __attribute__((weak));
extern struct db_statement *const __stop_ohkay_statements[] __attribute__((weak));

struct db_statement *const *db_statements(size_t *count)
{
    static bool numbered;
    // cppcheck-suppress comparePointers ; the linker puts both around one array
    *count = (size_t) (__stop_ohkay_statements - __start_ohkay_statements);
    assert(*count <= DB_STATEMENTS_MAX);
    for (unsigned i = 0; !numbered && i < *count; i++)
        __start_ohkay_statements[i]->number = i;
    numbered = true;
    return __start_ohkay_statements;
}

/* --- connecting --------------------------------------------------------------------------------
 */

static enum err connect_error(const PGconn *link, const struct db_address *address)
{
    /* libpq gives no SQLSTATE for a refused connection, only the server's words. */
    const char *words = PQerrorMessage(link);
    bool missing = strstr(words, "does not exist") != NULL;
    char line[160];
    snprintf(line, sizeof(line), "%s", words);
    line[strcspn(line, "\n")] = '\0';
    log_write(missing ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARN, "database_unreachable",
              "database=%s host=%s reason=\"%s\"", address->name, address->host, line);
    return missing ? ERR_NOT_FOUND : ERR_UNAVAILABLE;
}

struct db *db_connect(const struct db_address *address, enum err *err)
{
    char port[16];
    size_t count;
    snprintf(port, sizeof(port), "%d", address->port);
    const char *keys[] = {"host",
                          "port",
                          "dbname",
                          "user",
                          "password",
                          "connect_timeout",
                          "application_name",
                          "client_encoding",
                          "tcp_user_timeout",
                          "options",
                          NULL};
    const char *values[] = {
        address->host,
        port,
        address->name,
        address->user,
        address->password,
        "3",
        "ohkay",
        "UTF8",
        "10000",
        "-c statement_timeout=20s -c lock_timeout=5s -c idle_in_transaction_session_timeout=20s "
        "-c timezone=UTC -c client_min_messages=warning -c synchronous_commit=on -c jit=off "
        "-c plan_cache_mode=force_generic_plan",
        NULL};
    db_statements(&count);
    PGconn *link = PQconnectdbParams(keys, values, 0);
    if (PQstatus(link) != CONNECTION_OK) {
        *err = connect_error(link, address);
        PQfinish(link);
        return NULL;
    }
    struct db *db = calloc(1, sizeof(*db));
    if (!db)
        abort();
    db->link = link;
    *err = ERR_NONE;
    return db;
}

static void free_results(struct db *db)
{
    for (size_t i = 0; i < db->result_count; i++)
        PQclear(db->results[i]);
    db->result_count = 0;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    free_results(db);
    PQfinish(db->link);
    free(db);
}

bool db_usable(struct db *db)
{
    struct pollfd fd = {.fd = PQsocket(db->link), .events = POLLIN};
    if (PQstatus(db->link) != CONNECTION_OK)
        return false;
    /* With nothing outstanding the server is silent: whatever can be read is a farewell. */
    if (db->pending_count > 0 || poll(&fd, 1, 0) == 0)
        return true;
    char byte;
    ssize_t got = recv(fd.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN))
        return false;
    return PQconsumeInput(db->link) == 1 && PQstatus(db->link) == CONNECTION_OK &&
           recv(fd.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

/* --- parameters --------------------------------------------------------------------------------
 */

/* Everything libpq wants to know of the parameters, in binary form. */
struct bound {
    Oid types[DB_ARGS_MAX];
    const char *values[DB_ARGS_MAX];
    int lengths[DB_ARGS_MAX];
    int formats[DB_ARGS_MAX];
    uint64_t numbers[DB_ARGS_MAX];
    struct buf arrays[DB_ARGS_MAX];
};

static void add_be32(struct buf *out, int32_t value)
{
    uint32_t wire = htonl((uint32_t) value);
    buf_add(out, str_of((const char *) &wire, sizeof(wire)));
}

/* The binary form of a one-dimensional array without NULLs: array_recv in PostgreSQL's
 * arrayfuncs.c. */
static void encode_array(struct buf *out, const struct db_arg *arg, Oid element)
{
    buf_init(out, ARRAY_BYTES_MAX);
    add_be32(out, arg->count > 0); /* dimensions */
    add_be32(out, 0);
    add_be32(out, (int32_t) element);
    if (arg->count > 0) {
        add_be32(out, (int32_t) arg->count);
        add_be32(out, 1); /* lower bound */
    }
    for (size_t i = 0; i < arg->count; i++) {
        if (element == OID_TEXT) {
            add_be32(out, (int32_t) arg->texts[i].len);
            buf_add(out, arg->texts[i]);
        } else {
            uint64_t wire = htobe64((uint64_t) arg->numbers[i]);
            add_be32(out, sizeof(wire));
            buf_add(out, str_of((const char *) &wire, sizeof(wire)));
        }
    }
    assert(buf_ok(out));
}

static void bind_value(struct bound *b, size_t i, Oid type, const void *value, size_t len)
{
    b->types[i] = type;
    b->values[i] = value;
    b->lengths[i] = (int) len;
    b->formats[i] = 1;
}

static void bind_arg(struct bound *b, size_t i, const struct db_arg *arg)
{
    switch (arg->type) {
    case DB_ARG_NULL:
        bind_value(b, i, 0, NULL, 0);
        break;
    case DB_ARG_I64:
        b->numbers[i] = htobe64((uint64_t) arg->number);
        bind_value(b, i, OID_INT8, &b->numbers[i], 8);
        break;
    case DB_ARG_BOOL:
        b->numbers[i] = arg->number ? UINT64_MAX & 0x0101010101010101U : 0;
        bind_value(b, i, OID_BOOL, &b->numbers[i], 1);
        break;
    case DB_ARG_TEXT:
        bind_value(b, i, OID_TEXT, arg->text.ptr ? arg->text.ptr : "", arg->text.len);
        break;
    case DB_ARG_I64_ARRAY:
        encode_array(&b->arrays[i], arg, OID_INT8);
        bind_value(b, i, OID_INT8_ARRAY, b->arrays[i].ptr, b->arrays[i].len);
        break;
    case DB_ARG_TEXT_ARRAY:
        encode_array(&b->arrays[i], arg, OID_TEXT);
        bind_value(b, i, OID_TEXT_ARRAY, b->arrays[i].ptr, b->arrays[i].len);
        break;
    }
}

static void bind_all(struct bound *b, const struct db_arg *args, size_t count)
{
    memset(b->arrays, 0, sizeof(b->arrays));
    assert(count <= DB_ARGS_MAX);
    for (size_t i = 0; i < count; i++)
        bind_arg(b, i, &args[i]);
}

static void unbind(struct bound *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_cleanup(&b->arrays[i]);
}

/* --- sending and reading -----------------------------------------------------------------------
 */

static PGresult *keep(struct db *db, PGresult *result)
{
    if (db->result_count == RESULTS_MAX) {
        /* A request never needs so many; the oldest is long read. */
        PQclear(db->results[0]);
        memmove(db->results, db->results + 1, sizeof(db->results) - sizeof(db->results[0]));
        db->result_count--;
    }
    db->results[db->result_count++] = result;
    return result;
}

static enum err error_of(const PGresult *result, const struct db_statement *statement)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    enum err err = ERR_INTERNAL;
    if (!state)
        err = ERR_UNAVAILABLE; /* the connection broke */
    else if (strcmp(state, "23505") == 0)
        return ERR_CONFLICT;
    else if (strcmp(state, "23503") == 0)
        return ERR_NOT_FOUND;
    else if (strncmp(state, "57", 2) == 0 || strncmp(state, "40", 2) == 0 ||
             strncmp(state, "53", 2) == 0 || strncmp(state, "08", 2) == 0 ||
             strncmp(state, "55", 2) == 0 || strcmp(state, "25006") == 0)
        err = ERR_UNAVAILABLE;
    log_error("database_error", "statement=%s sqlstate=%s", statement ? statement->name : "unnamed",
              state ? state : "none");
    return err;
}

/* The next result. A server that hangs is given up like one that went away: libpq alone would wait
 * for it for ever. */
static PGresult *next_result(struct db *db)
{
    struct pollfd fd = {.fd = PQsocket(db->link), .events = POLLIN};
    while (PQisBusy(db->link)) {
        int ready = poll(&fd, 1, PATIENCE_MS);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready == 0) {
            log_error("database_hangs", "database=%s", PQdb(db->link));
            shutdown(fd.fd, SHUT_RDWR);
        }
        if (PQconsumeInput(db->link) != 1)
            break;
    }
    return PQgetResult(db->link);
}

/* Read one answered command: its result, then the NULL behind it. */
static PGresult *read_result(struct db *db)
{
    PGresult *result = next_result(db);
    if (result && PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
        PGresult *end = next_result(db);
        PQclear(end);
    }
    return result;
}

static enum err status_of(PGresult *result, const struct db_statement *statement)
{
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        return ERR_NONE;
    case PGRES_PIPELINE_ABORTED:
        return ERR_INTERNAL; /* what went before it says why */
    default:
        return error_of(result, statement);
    }
}

/* Read up to the sync behind a statement. Only the sync tells that the work was committed: a
 * session that is ended between the statement and its commit has answered the statement all the
 * same. Returns whether it came alone. */
static bool take_sync(struct db *db)
{
    for (bool alone = true; PQstatus(db->link) == CONNECTION_OK; alone = false) {
        PGresult *result = next_result(db);
        bool is_sync = result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        PQclear(result);
        if (is_sync)
            return alone;
    }
    return false;
}

/* Wait for the oldest pending statement, prepare included, up to its sync. */
static enum err take_oldest(struct db *db, struct db_rows *rows)
{
    struct pending first = db->pending[0];
    db->pending_count--;
    memmove(db->pending, db->pending + 1, db->pending_count * sizeof(db->pending[0]));

    enum err err = ERR_NONE;
    if (first.prepares) {
        PGresult *result = read_result(db);
        err = result ? status_of(result, first.statement) : ERR_UNAVAILABLE;
        PQclear(result);
        if (first.statement)
            db->prepared[first.statement->number] = err == ERR_NONE;
    }
    PGresult *result = read_result(db);
    enum err run_err = result ? status_of(result, first.statement) : ERR_UNAVAILABLE;
    if (err == ERR_NONE)
        err = run_err;
    if (rows && result && !first.quiet) {
        rows->result = keep(db, result);
        rows->count = PQntuples(result);
        rows->affected = atoi(PQcmdTuples(result));
    } else {
        PQclear(result);
    }
    if (!first.joined && !take_sync(db))
        err = ERR_UNAVAILABLE;
    if (PQstatus(db->link) != CONNECTION_OK)
        err = ERR_UNAVAILABLE;
    return err;
}

static void drain_quiet(struct db *db)
{
    while (db->pending_count > 0 && db->pending[0].quiet)
        take_oldest(db, NULL);
}

static void push(struct db *db, struct db_statement *statement, const char *sql,
                 const struct db_arg *args, size_t count, struct pending how)
{
    struct bound bound;
    if (!db)
        return;
    drain_quiet(db);
    assert(db->pending_count < PENDING_MAX);
    if (PQpipelineStatus(db->link) == PQ_PIPELINE_OFF)
        PQenterPipelineMode(db->link);
    bind_all(&bound, args, count);
    bool prepares = statement && !db->prepared[statement->number];
    /* A failing send leaves the connection broken, which reading then reports. */
    if (prepares)
        PQsendPrepare(db->link, statement->name, statement->sql, (int) count, bound.types);
    if (statement)
        PQsendQueryPrepared(db->link, statement->name, (int) count, bound.values, bound.lengths,
                            bound.formats, 0);
    else
        PQsendQueryParams(db->link, sql, (int) count, bound.types, bound.values, bound.lengths,
                          bound.formats, 0);
    if (!how.joined)
        PQpipelineSync(db->link);
    unbind(&bound, count);
    /* Should the same statement be sent again before this answer: it is prepared by then. */
    if (prepares)
        db->prepared[statement->number] = true;
    how.statement = statement;
    how.prepares = prepares;
    db->pending[db->pending_count++] = how;
    db->statement_count++;
}

void db_send(struct db *db, struct db_statement *statement, const struct db_arg *args, size_t count)
{
    push(db, statement, NULL, args, count, (struct pending){0});
}

void db_send_quietly(struct db *db, struct db_statement *statement, const struct db_arg *args,
                     size_t count)
{
    push(db, statement, NULL, args, count, (struct pending){.quiet = true});
}

void db_send_joined(struct db *db, struct db_statement *statement, const struct db_arg *args,
                    size_t count)
{
    push(db, statement, NULL, args, count, (struct pending){.joined = true});
}

enum err db_next(struct db *db, struct db_rows *rows)
{
    if (rows)
        *rows = (struct db_rows){0};
    if (!db)
        return ERR_UNAVAILABLE;
    drain_quiet(db);
    assert(db->pending_count > 0);
    return take_oldest(db, rows);
}

enum err db_run(struct db *db, struct db_statement *statement, const struct db_arg *args,
                size_t count, struct db_rows *rows)
{
    db_send(db, statement, args, count);
    return db_next(db, rows);
}

enum err db_query(struct db *db, const char *sql, const struct db_arg *args, size_t count,
                  struct db_rows *rows)
{
    push(db, NULL, sql, args, count, (struct pending){0});
    return db_next(db, rows);
}

/* --- transactions and scripts ------------------------------------------------------------------
 */

enum err db_begin(struct db *db)
{
    enum err err = db_query(db, "BEGIN", DB_NO_ARGS, NULL);
    if (err == ERR_NONE)
        db->in_transaction = true;
    return err;
}

enum err db_commit(struct db *db)
{
    enum err err = db_query(db, "COMMIT", DB_NO_ARGS, NULL);
    if (db)
        db->in_transaction = false;
    return err;
}

void db_rollback(struct db *db)
{
    if (!db || !db->in_transaction)
        return;
    db_query(db, "ROLLBACK", DB_NO_ARGS, NULL);
    db->in_transaction = false;
}

bool db_in_transaction(const struct db *db)
{
    return db->in_transaction;
}

enum err db_script(struct db *db, const char *sql, char *why, size_t why_size)
{
    assert(db->pending_count == 0);
    if (PQpipelineStatus(db->link) != PQ_PIPELINE_OFF)
        PQexitPipelineMode(db->link);
    PGresult *result = PQexec(db->link, sql);
    ExecStatusType status = PQresultStatus(result);
    bool ok =
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
    enum err err = ok ? ERR_NONE : error_of(result, NULL);
    if (!ok && why)
        snprintf(why, why_size, "%s", PQresultErrorMessage(result));
    PQclear(result);
    return err;
}

/* --- reading rows ------------------------------------------------------------------------------
 */

bool db_is_null(const struct db_rows *rows, int row, int column)
{
    return PQgetisnull(rows->result, row, column) == 1;
}

struct str db_get(const struct db_rows *rows, int row, int column)
{
    assert(row < rows->count);
    if (db_is_null(rows, row, column))
        return (struct str){0};
    return str_of(PQgetvalue(rows->result, row, column),
                  (size_t) PQgetlength(rows->result, row, column));
}

int64_t db_get_i64(const struct db_rows *rows, int row, int column)
{
    struct str text = db_get(rows, row, column);
    return text.ptr ? atoll(text.ptr) : 0;
}

bool db_get_bool(const struct db_rows *rows, int row, int column)
{
    struct str text = db_get(rows, row, column);
    return text.len == 1 && text.ptr[0] == 't';
}

void db_forget(struct db *db)
{
    while (db->pending_count > 0 && !db->pending[0].quiet)
        take_oldest(db, NULL);
    db_rollback(db);
    free_results(db);
}

uint64_t db_statement_count(const struct db *db)
{
    return db->statement_count;
}

void db_quote_name(const char *name, char out[136])
{
    size_t to = 0;
    if (strlen(name) > 63)
        abort();
    out[to++] = '"';
    for (; *name; name++) {
        if (*name == '"')
            out[to++] = '"';
        out[to++] = *name;
    }
    out[to++] = '"';
    out[to] = '\0';
}
