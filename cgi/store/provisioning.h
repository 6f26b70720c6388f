/* A server's own database: copied from the template and filled with what every server begins with.
 */
#ifndef OHKAY_CGI_STORE_PROVISIONING_H
#define OHKAY_CGI_STORE_PROVISIONING_H

#include "cgi/store/users.h"

/* Create the database `db_name` for a server: its owner as first member, @everyone, a category and
 * a text channel `general`. ERR_UNAVAILABLE when PostgreSQL cannot do it now; then there may be an
 * incomplete database, which provisioning_drop removes. */
enum err provisioning_create(struct ctx *ctx, int64_t server_id, const char *db_name,
                             const struct profile *owner);

/* Drop a server's database, whether or not it is there. */
enum err provisioning_drop(struct ctx *ctx, const char *db_name);

#endif
