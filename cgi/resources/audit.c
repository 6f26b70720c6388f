/* The audit log of a server: who did what to whom, when and why. */
#include "cgi/store/audit.h"
#include "cgi/access.h"
#include "cgi/routes.h"
#include "cgi/validate.h"

enum { ACTION_MAX_CHARS = 64 };

enum err audit_list(struct ctx *ctx)
{
    struct page page = page_of_query(ctx, PAGE_NEWEST);
    struct audit_filter filter = {
        .actor_id = query_i64_or(ctx, "userId", 1, ID_MAX, 0),
        .action = query_text(ctx, "action", ACTION_MAX_CHARS),
    };
    struct access access;
    struct str json;
    if (filter.action.ptr && !audit_is_action(filter.action))
        input_invalid(ctx, "action", "must be an action of the audit log");
    if (!input_ok(ctx))
        return ERR_INVALID_INPUT;
    enum err err = access_server(ctx, PERMISSION_VIEW_AUDIT_LOG, &access);
    if (err == ERR_NONE)
        err = audit_list_json(access.db, &page, &filter, &json);
    if (err == ERR_NONE)
        ctx_reply(ctx, 200, "entries", json);
    return err;
}
