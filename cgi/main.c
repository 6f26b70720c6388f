/* ohkay-cgi: a worker. It serves one request after the other, keeps nothing between them but
 * connections, and can be killed at any moment. On a FastCGI socket (file descriptor 0) it serves
 * until SIGTERM; elsewhere it answers one plain CGI request.
 *
 *   ohkay-cgi [--routes | --errors | --events | --emits | --config | --statements | --sweep]
 *             [--check-config] [--version]
 *
 * --sweep mends what was cut off, once, and ends (see sweep.h); the other words print a table. */
#include "cgi/dispatch.h"
#include "cgi/publish.h"
#include "cgi/sweep.h"
#include "cgi/tables.h"
#include "shared/clock.h"
#include "shared/log.h"
#include "shared/token.h"

enum { MISSED_ROOMS_MAX = 64 * 1024, MISSED_CONTROLS_MAX = 1024 * 1024, CATCH_UP_EVERY_MS = 500 };

/* While Redis is still to be told something, try between requests, and while there are none. */
static void catch_up(struct worker *worker, struct fcgi *f)
{
    static uint64_t next_ms;
    bool asked = false;
    while (!asked && publish_is_behind(worker)) {
        asked = fcgi_wait(f, CATCH_UP_EVERY_MS);
        if (clock_mono_ms() < next_ms)
            continue;
        publish_missed(worker);
        next_ms = clock_mono_ms() + CATCH_UP_EVERY_MS;
    }
}

static void serve(struct worker *worker, struct arena *arena)
{
    struct fcgi *f = fcgi_create();
    log_hold();
    while (fcgi_accept(f)) {
        dispatch(worker, f, arena);
        catch_up(worker, f);
    }
    fcgi_destroy(f);
    log_flush();
}

int main(int argc, char **argv)
{
    struct config config;
    struct arena arena;
    if (tables_print(argc, argv))
        return 0;
    config_start(&config, "ohkay-cgi", argc, argv);

    struct worker worker = {
        .config = &config,
        .databases = databases_create(&config),
        .redis = redis_create(config.redis_url),
        .tokens = token_memo_create(),
    };
    gateway_key(config.jwt_secret, worker.gateway_key);
    ticket_key(config.jwt_secret, worker.ticket_key);
    buf_init(&worker.missed_rooms, MISSED_ROOMS_MAX);
    buf_init(&worker.missed_controls, MISSED_CONTROLS_MAX);
    arena_init(&arena);
    bool ok = true;
    if (config_has_option(argc, argv, "--sweep"))
        ok = sweep_all(&worker, &arena);
    else
        serve(&worker, &arena);

    arena_cleanup(&arena);
    buf_cleanup(&worker.missed_rooms);
    buf_cleanup(&worker.missed_controls);
    redis_destroy(worker.redis);
    token_memo_destroy(worker.tokens);
    databases_destroy(worker.databases);
    return ok ? 0 : 1;
}
