/* One PostgreSQL connection, by libpq, for programs that wait for its answers.
 *
 * Statements are named constants, prepared when a connection first meets them, and take bound
 * parameters only. Several can be sent in one round trip (pipeline mode). Results belong to the
 * connection until db_forget: readers borrow, and handlers free nothing. */
#ifndef OHKAY_SHARED_DB_H
#define OHKAY_SHARED_DB_H

#include "shared/err.h"
#include "shared/str.h"

enum db_kind { DB_AUTH, DB_DMS, DB_REGISTRY, DB_SERVER };

/* One SQL statement. Define it with DB_STATEMENT, above the function that binds and reads it. */
struct db_statement {
    const char *name;
    const char *sql;
    enum db_kind kind; /* whose schema it speaks of */
    unsigned
        number; /* its bit in a connection's set of prepared statements; given by db_statements */
};

/* Collects every statement of the program in one array, so that a test can prepare each on a fresh
 * schema. */
#define DB_STATEMENT(identifier, database, text)                                                   \
    static struct db_statement identifier = {#identifier, text, DB_##database, 0};                 \
    static struct db_statement *const identifier##_entry                                           \
        __attribute__((used, section("ohkay_statements"))) = &identifier

/* All statements linked into the program; numbers them. `*count` is how many. */
struct db_statement *const *db_statements(size_t *count);

enum { DB_ARGS_MAX = 16, DB_STATEMENTS_MAX = 256 };

struct db_arg {
    enum {
        DB_ARG_NULL,
        DB_ARG_I64,
        DB_ARG_BOOL,
        DB_ARG_TEXT,
        DB_ARG_I64_ARRAY,
        DB_ARG_TEXT_ARRAY
    } type;
    int64_t number;          /* for I64 and BOOL */
    struct str text;         /* for TEXT */
    const int64_t *numbers;  /* for I64_ARRAY */
    const struct str *texts; /* for TEXT_ARRAY */
    size_t count;            /* for arrays */
};

static inline struct db_arg db_i64(int64_t value)
{
    return (struct db_arg){.type = DB_ARG_I64, .number = value};
}

/* An id, or NULL when it is 0. */
static inline struct db_arg db_id_or_null(int64_t value)
{
    return (struct db_arg){.type = value ? DB_ARG_I64 : DB_ARG_NULL, .number = value};
}

static inline struct db_arg db_bool(bool value)
{
    return (struct db_arg){.type = DB_ARG_BOOL, .number = value};
}

static inline struct db_arg db_text(struct str value)
{
    return (struct db_arg){.type = DB_ARG_TEXT, .text = value};
}

/* A text, or NULL when its pointer is. */
static inline struct db_arg db_text_or_null(struct str value)
{
    return (struct db_arg){.type = value.ptr ? DB_ARG_TEXT : DB_ARG_NULL, .text = value};
}

static inline struct db_arg db_i64s(const int64_t *values, size_t count)
{
    return (struct db_arg){.type = DB_ARG_I64_ARRAY, .numbers = values, .count = count};
}

static inline struct db_arg db_texts(const struct str *values, size_t count)
{
    return (struct db_arg){.type = DB_ARG_TEXT_ARRAY, .texts = values, .count = count};
}

#define DB_ARGS(...)                                                                               \
    (const struct db_arg[]){__VA_ARGS__},                                                          \
        sizeof((const struct db_arg[]){__VA_ARGS__}) / sizeof(struct db_arg)
#define DB_NO_ARGS NULL, 0

struct db;

struct db_address {
    const char *host; /* or a unix socket's folder */
    int port;
    const char *name;
    const char *user;
    const char *password;
};

/* Connect; waits at most 3 seconds. Returns NULL and sets `*err` to ERR_NOT_FOUND when the database
 * does not exist, or ERR_UNAVAILABLE; logged without the password. */
struct db *db_connect(const struct db_address *address, enum err *err);
void db_close(struct db *db);

/* Whether the connection can still be used: looks for a closed socket without asking the server.
 * Call it between requests. */
bool db_usable(struct db *db);

/* Send a statement without waiting. Errors show in db_next. `db` may be NULL: db_next then says
 * ERR_UNAVAILABLE. */
void db_send(struct db *db, struct db_statement *statement, const struct db_arg *args,
             size_t count);

/* As db_send, but it stands and falls with the statement sent after it: both are one transaction,
 * and when this one fails that one is not run. Each has its own db_next. */
void db_send_joined(struct db *db, struct db_statement *statement, const struct db_arg *args,
                    size_t count);

/* As db_send, but its answer is thrown away whenever it comes: nobody waits for it. */
void db_send_quietly(struct db *db, struct db_statement *statement, const struct db_arg *args,
                     size_t count);

/* Rows of one result; borrowed until db_forget. */
struct db_rows {
    void *result;
    int count;    /* rows */
    int affected; /* rows written, for INSERT, UPDATE, DELETE */
};

/* Wait for the oldest unanswered statement. Returns ERR_NONE; ERR_CONFLICT for a unique violation;
 * ERR_UNAVAILABLE when the connection broke, PostgreSQL is shutting down, a lock took too long or a
 * deadlock was found; ERR_NOT_FOUND for a violated foreign key; ERR_INTERNAL otherwise, logged with
 * the statement's name and SQLSTATE and nothing else. `rows` may be NULL. */
enum err db_next(struct db *db, struct db_rows *rows);

/* db_send and db_next: one statement, one round trip. */
enum err db_run(struct db *db, struct db_statement *statement, const struct db_arg *args,
                size_t count, struct db_rows *rows);

/* A transaction on this connection. db_rollback without one does nothing. */
enum err db_begin(struct db *db);
enum err db_commit(struct db *db);
void db_rollback(struct db *db);

/* Whether a transaction is open, also when its connection broke meanwhile: then nothing more can be
 * done with it. */
bool db_in_transaction(const struct db *db);

/* Run SQL text that takes no parameters and may hold several statements (migrations, CREATE
 * DATABASE). The message of a failure is written to `why` when it is not NULL; `why_size` bytes at
 * most. */
enum err db_script(struct db *db, const char *sql, char *why, size_t why_size);

/* Run one statement that is not among DB_STATEMENTs, for programs of one run such as the migrator.
 */
enum err db_query(struct db *db, const char *sql, const struct db_arg *args, size_t count,
                  struct db_rows *rows);

/* Fields of a row; a NULL gives the empty str with a NULL pointer, 0 or false. */
struct str db_get(const struct db_rows *rows, int row, int column);
int64_t db_get_i64(const struct db_rows *rows, int row, int column);
bool db_get_bool(const struct db_rows *rows, int row, int column);
bool db_is_null(const struct db_rows *rows, int row, int column);

/* End of a request: free all results, take back an open transaction, read away quiet answers that
 * already came. */
void db_forget(struct db *db);

/* How many statements this connection has sent since it was opened. */
uint64_t db_statement_count(const struct db *db);

/* `name` quoted as an identifier into `out`; aborts when it is longer than 63 bytes. */
void db_quote_name(const char *name, char out[136]);

#endif
