/* Servers as the registry knows them (registry.servers). */
#ifndef OHKAY_CGI_STORE_SERVERS_H
#define OHKAY_CGI_STORE_SERVERS_H

#include "cgi/ctx.h"

/* What creation asks for. */
struct server_draft {
    struct str name, description; /* description may have a NULL pointer */
    bool is_public;
    int64_t owner_id;
};

/* Note a server that is being created, and where its database will be. Gives its id; `db_name` is
 * in the arena. */
enum err servers_begin(struct ctx *ctx, const struct server_draft *draft, int64_t *server_id,
                       const char **db_name);

/* Its database is complete: the server exists from now on, with its owner as member. */
enum err servers_activate(struct ctx *ctx, int64_t server_id, int64_t owner_id);

/* Its creation failed and its database is gone. */
enum err servers_abandon(struct ctx *ctx, int64_t server_id);

/* The members of a server's JSON that everybody sees alike, without braces. ERR_NOT_FOUND. */
enum err servers_get_body(struct ctx *ctx, int64_t server_id, struct str *body);

/* The same for all servers of a user, in the order he joined: rows of id and body. */
enum err servers_list_bodies(struct ctx *ctx, int64_t user_id, struct db_rows *rows);

/* What PATCH may change. */
struct server_patch {
    bool has_name, has_description, has_is_public;
    struct str name, description;
    bool is_public;
};

/* Change a server; `*body` as above. */
enum err servers_update(struct ctx *ctx, int64_t server_id, const struct server_patch *patch,
                        struct str *body);

/* {<body>}, in the arena: a server as everybody hears of it. */
struct str servers_json(struct ctx *ctx, struct str body);

/* The same with somebody's permissions: a server as he sees it. */
struct str servers_json_for(struct ctx *ctx, struct str body, uint64_t permissions);

#endif
