/* Servers as the registry knows them (registry.servers). */
#ifndef OHKAY_CGI_STORE_SERVERS_H
#define OHKAY_CGI_STORE_SERVERS_H

#include "cgi/ctx.h"

/* What creation asks for. */
struct server_draft {
    struct str name, description; /* description may have a NULL pointer */
    bool is_public;
    int64_t owner_id;
    struct str creation_key; /* the caller's Idempotency-Key; a NULL pointer: none */
};

/* The life of a server: creating -> active -> deleting -> no row. Only active ones are anybody's to
 * see, none comes back from deleting, and the row goes after the database: it is what remembers it.
 * See ADR 15. */

/* Note a server that is being created, and where its database will be. Gives its id; `db_name` is
 * in the arena. Until servers_let_go, or until this worker dies, no sweep takes it for cut off. */
enum err servers_begin(struct ctx *ctx, const struct server_draft *draft, int64_t *server_id,
                       const char **db_name);
void servers_let_go(struct ctx *ctx, int64_t server_id);

/* The server that the caller created under a key within a day. ERR_NOT_FOUND. */
enum err servers_find_created(struct ctx *ctx, struct str creation_key, int64_t *server_id);

/* Its database is complete: the server exists from now on, with its owner as member.
 * ERR_UNAVAILABLE when it was given up meanwhile; it may be active all the same when the connection
 * broke. */
enum err servers_activate(struct ctx *ctx, int64_t server_id, int64_t owner_id);

/* It will never be active, unless it is: `*given_up` tells. */
enum err servers_give_up(struct ctx *ctx, int64_t server_id, bool *given_up);

/* The same for every creation that nobody is at any more. */
enum err servers_give_up_cut(struct ctx *ctx, int64_t *count);

/* What is left of servers that are being deleted: of one, or, with 0, of all. In the arena. */
struct server_remains {
    int64_t server_id;
    const char *host;
    int port;
    const char *db_name;
};
enum err servers_remains(struct ctx *ctx, int64_t server_id, const struct server_remains **remains,
                         size_t *count);

/* Its database is gone: remove the row, and with it memberships, invites and webhooks. */
enum err servers_remove(struct ctx *ctx, int64_t server_id);

/* Which of these ids no server has, whatever its state. */
enum err servers_unknown(struct ctx *ctx, const int64_t *ids, size_t count, const int64_t **unknown,
                         size_t *unknown_count);

/* Whether a user owns a server, be it one that is still being created. */
enum err servers_owned(struct ctx *ctx, int64_t user_id, bool *owns);

/* The members of a server's JSON that everybody sees alike, without braces. ERR_NOT_FOUND. */
enum err servers_get_body(struct ctx *ctx, int64_t server_id, struct str *body);

/* The same for all servers of a user, in the order he joined: rows of id and body. */
enum err servers_list_bodies(struct ctx *ctx, int64_t user_id, struct db_rows *rows);

/* What PATCH may change. */
struct server_patch {
    bool has_name, has_description, has_is_public, has_icon_url;
    struct str name, description, icon_url;
    bool is_public;
};

/* A server after a change, `body` as above, and what the audit log compares. */
struct server_change {
    struct str old_icon_url;
    struct str body, before, after;
};

/* Change a server. ERR_NOT_FOUND. */
enum err servers_update(struct ctx *ctx, int64_t server_id, const struct server_patch *patch,
                        struct server_change *out);

/* Show another owner; what he may do is decided in the server's own database. ERR_NOT_FOUND. */
enum err servers_set_owner(struct ctx *ctx, int64_t server_id, int64_t owner_id, struct str *body);

/* Begin to delete a server of exactly that name. ERR_NAME_MISMATCH when it has another. */
enum err servers_begin_deleting(struct ctx *ctx, int64_t server_id, struct str name);

/* Whether such a server of the caller's is being deleted. ERR_NOT_FOUND. */
enum err servers_check_deleting(struct ctx *ctx, int64_t server_id, struct str name);

/* Whether everybody may join it. ERR_NOT_FOUND. */
enum err servers_check_public(struct ctx *ctx, int64_t server_id);

/* Servers everybody may join whose name or description contains the text, those with most members
 * first, as a JSON array. */
enum err servers_list_public_json(struct ctx *ctx, struct str query, int64_t limit,
                                  struct str *json);

/* {<body>}, in the arena: a server as everybody hears of it. */
struct str servers_json(struct ctx *ctx, struct str body);

/* The same with somebody's permissions: a server as he sees it. */
struct str servers_json_for(struct ctx *ctx, struct str body, uint64_t permissions);

#endif
