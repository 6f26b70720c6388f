#include "cgi/sweep.h"

#include "cgi/order.h"
#include "cgi/publish.h"
#include "cgi/resources/account.h"
#include "cgi/store/invites.h"
#include "cgi/store/provisioning.h"
#include "cgi/store/repeats.h"
#include "cgi/store/servers.h"
#include "cgi/store/sessions.h"
#include "cgi/store/turns.h"
#include "cgi/store/upload_sweeps.h"
#include "shared/log.h"

static enum err remove_servers(struct ctx *ctx, int64_t *count)
{
    return provisioning_remove(ctx, 0, count);
}

/* In this order: what one gives up, the next removes. `count` is of what was mended. */
static const struct {
    const char *name;
    enum err (*run)(struct ctx *ctx, int64_t *count);
} sweeps[] = {
    {"creations_cut_off", servers_give_up_cut},
    {"servers_being_deleted", remove_servers},
    {"databases_unknown", provisioning_drop_unknown},
    {"invites_past_use", invites_sweep},
    {"sessions_long_dead", sessions_sweep},
    {"repeats_of_yesterday", repeats_sweep},
    {"accounts_half_deleted", account_sweep},
    {"uploads_unnamed", uploads_sweep_unnamed},
    {"uploads_without_a_place", uploads_sweep_places},
    {"uploads_dropped", uploads_sweep_dropped},
    {"uploads_strays", uploads_sweep_strays},
};

static bool run_one(struct worker *worker, struct arena *arena, size_t i)
{
    struct ctx ctx = {.worker = worker, .arena = arena, .request = {.id = STR("sweep")}};
    int64_t count = 0;
    enum err err = sweeps[i].run(&ctx, &count);
    if (err == ERR_NONE)
        err = ctx_commit(&ctx);
    publish_events(&ctx, err == ERR_NONE);
    order_release(&ctx);
    databases_forget(worker->databases);
    arena_reset(arena);
    if (count > 0)
        log_info("swept", "sweep=%s count=%lld", sweeps[i].name, (long long) count);
    if (err != ERR_NONE)
        log_warn("sweep_failed", "sweep=%s", sweeps[i].name);
    return err == ERR_NONE;
}

bool sweep_all(struct worker *worker, struct arena *arena)
{
    bool ok = true, mine;
    struct ctx ctx = {.worker = worker, .arena = arena};
    if (turns_take(&ctx, STR("sweep"), &mine) != ERR_NONE)
        return false;
    for (size_t i = 0; mine && i < sizeof(sweeps) / sizeof(sweeps[0]); i++)
        ok = run_one(worker, arena, i) && ok;
    if (mine)
        turns_end(&ctx, STR("sweep"));
    else
        log_info("sweep_under_way", "pid=another");
    return ok;
}
