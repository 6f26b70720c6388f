/* A worker's connections: auth, dms, registry, and the few server databases it used last.
 *
 * PostgreSQL connections cannot be shared between databases, so their number is bounded: at most 3
 * + SERVER_DB_CACHE a worker. */
#ifndef OHKAY_CGI_DATABASES_H
#define OHKAY_CGI_DATABASES_H

#include "shared/config.h"
#include "shared/db.h"

struct databases;

struct databases *databases_create(const struct config *config);
void databases_destroy(struct databases *d);

/* The connection to a fixed database, opened or reopened when needed. Returns NULL when it cannot
 * be reached: db_run and db_next then say ERR_UNAVAILABLE. `kind` is not DB_SERVER. */
struct db *databases_get(struct databases *d, enum db_kind kind);

/* The connection to a server's database. Returns ERR_NOT_FOUND when there is no such active server,
 * ERR_UNAVAILABLE when its database cannot be reached. The least recently used other one may be
 * closed for it. */
enum err databases_get_server(struct databases *d, int64_t server_id, struct db **out);

/* Close the connection to a server's database, if there is one. */
void databases_close_server(struct databases *d, int64_t server_id);

/* Whether a request failed because its server is no more: its database took the connection along.
 */
bool databases_server_is_gone(struct databases *d, int64_t server_id);

/* Whose database it is: 0 when it is none that databases_get_server gave. */
int64_t databases_server_of(const struct databases *d, const struct db *db);

/* A fresh connection to any database, which the caller closes: for creating databases. */
struct db *databases_connect(struct databases *d, const char *host, int port, const char *name,
                             enum err *err);

/* End of a request: free results, roll back what was left open. */
void databases_forget(struct databases *d);

/* Statements sent by this worker so far, over all connections. */
uint64_t databases_statement_count(const struct databases *d);

#endif
