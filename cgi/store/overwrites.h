/* Overwrites of a channel (server.overwrites): what its roles and members may do there and what
 * not.
 */
#ifndef OHKAY_CGI_STORE_OVERWRITES_H
#define OHKAY_CGI_STORE_OVERWRITES_H

#include "cgi/ctx.h"
#include "cgi/domain/permissions.h"

/* Put it in the place of the one its target has in the channel. */
enum err overwrites_put(struct db *db, const struct permission_overwrite *o);

/* Remove the one its target has. */
enum err overwrites_remove(struct db *db, const struct permission_overwrite *o);

/* As channels show it, in the arena. */
struct str overwrites_json(struct ctx *ctx, const struct permission_overwrite *o);

#endif
