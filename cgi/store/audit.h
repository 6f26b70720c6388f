/* The audit log of a server (server.audit_log): who did what to whom, when and why. */
#ifndef OHKAY_CGI_STORE_AUDIT_H
#define OHKAY_CGI_STORE_AUDIT_H

#include "cgi/domain/audit.h"
#include "cgi/store/pages.h"

/* One entry. `before` and `after` are JSON objects of the thing as the API shows it, or empty where
 * there was or is none: the entry keeps the members that differ. */
struct audit_entry {
    enum audit_action action;
    int64_t target_id; /* 0: none, or not a number */
    struct str before, after;
    struct str reason; /* a NULL pointer: what X-Audit-Log-Reason says, if anything */
};

/* Write an entry by the caller. Call it within the transaction of the change, so that neither
 * exists without the other. Nothing is written of an update that changed nothing. */
enum err audit_add(struct ctx *ctx, struct db *db, const struct audit_entry *entry);

/* Which entries are asked for. */
struct audit_filter {
    int64_t actor_id;  /* 0: by anybody */
    struct str action; /* a NULL pointer: of any kind */
};

/* A page of the log as a JSON array in the order of time. */
enum err audit_list_json(struct db *db, const struct page *page, const struct audit_filter *filter,
                         struct str *json);

#endif
