/* A server's own database: copied from the template and filled with what every server begins with.
 */
#ifndef OHKAY_CGI_STORE_PROVISIONING_H
#define OHKAY_CGI_STORE_PROVISIONING_H

#include "cgi/store/users.h"

/* Create the database `db_name` for a server: its owner as first member, @everyone, a category and
 * a text channel `general`, whose id is given. ERR_UNAVAILABLE when PostgreSQL cannot do it now;
 * then there may be an incomplete database. */
enum err provisioning_create(struct ctx *ctx, int64_t server_id, const char *db_name,
                             const struct profile *owner, int64_t *channel_id);

/* Who owns the server: what decides about rights. */
enum err provisioning_set_owner(struct db *db, int64_t owner_id);

/* Make the server nobody's in its own database, too, before that is removed. */
enum err provisioning_empty(struct db *db);

/* Remove what is left of servers that are being deleted (one, or with 0 all): database, then row.
 * May be cut anywhere and repeated, also by two at once. `*removed` counts those that are gone. */
enum err provisioning_remove(struct ctx *ctx, int64_t server_id, int64_t *removed);

/* Drop databases with a server's name that no row knows and nobody ever filled: copies that were
 * finished after whoever asked for them was gone. One with content is not touched, only told of:
 * it may be all that is left of a server after a registry was restored from an older backup. */
enum err provisioning_drop_unknown(struct ctx *ctx, int64_t *dropped);

#endif
