/* Roles of a server (server.roles). Their positions are 0 for @everyone and 1, 2, 3 … for the
 * others, without gaps. */
#ifndef OHKAY_CGI_STORE_ROLES_H
#define OHKAY_CGI_STORE_ROLES_H

#include "cgi/ctx.h"

/* All roles, the highest first, with how many members have each, as a JSON array. */
enum err roles_list_json(struct db *db, struct str *json);

/* One role as JSON. ERR_NOT_FOUND. */
enum err roles_get_json(struct db *db, int64_t role_id, struct str *json);

/* What a role is, or is to become: has_ members tell what a change speaks of. */
struct role_draft {
    bool has_name, has_color, has_permissions, has_hoist, has_mentionable;
    struct str name;
    int64_t color;
    uint64_t permissions;
    bool hoist, mentionable;
};

/* Make a role at that position, moving those from there on up by one. Without permissions it gets
 * those of @everyone. */
enum err roles_insert(struct db *db, const struct role_draft *draft, int64_t position,
                      int64_t *role_id, struct str *json);

/* Change what the draft has. ERR_NOT_FOUND. */
enum err roles_update(struct db *db, int64_t role_id, const struct role_draft *draft,
                      struct str *json);

/* Remove a role from everybody, with its overwrites, and close the gap. */
enum err roles_remove(struct db *db, int64_t role_id);

/* Bring the roles into this order, from the lowest above @everyone to the highest. */
enum err roles_place(struct db *db, const int64_t *role_ids, size_t count);

/* All roles but @everyone as [{id, position}], the highest first. */
enum err roles_order_json(struct db *db, struct str *json);

#endif
