/* The one door into a server: whoever becomes a member, by invite or otherwise, comes through it.
 */
#ifndef OHKAY_CGI_RESOURCES_ENTRANCE_H
#define OHKAY_CGI_RESOURCES_ENTRANCE_H

#include "cgi/ctx.h"

/* Open the door to the caller: the server's order lock is taken, and he is not banned. From now on
 * nobody bans or removes him before his events are out. ERR_NOT_FOUND when there is no such server,
 * ERR_BANNED. */
enum err entrance_open(struct ctx *ctx, int64_t server_id, struct db **db);

/* Make the caller a member in the server's own database, after the registry notes him; nothing
 * happens when he is one. `*permissions` is what he may do there. */
enum err entrance_enter(struct ctx *ctx, int64_t server_id, struct db *db, uint64_t *permissions);

#endif
