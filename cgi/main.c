/* ohkay-cgi: a worker. It serves one request after the other, keeps nothing between them but
 * connections, and can be killed at any moment. On a FastCGI socket (file descriptor 0) it serves
 * until SIGTERM; elsewhere it answers one plain CGI request.
 *
 *   ohkay-cgi [--routes | --errors | --events | --emits | --config | --statements] [--check-config]
 * [--version] */
#include "cgi/dispatch.h"
#include "cgi/tables.h"
#include "shared/log.h"
#include "shared/token.h"

enum { MISSED_ROOMS_MAX = 64 * 1024 };

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
    };
    gateway_key(config.jwt_secret, worker.gateway_key);
    buf_init(&worker.missed_rooms, MISSED_ROOMS_MAX);
    arena_init(&arena);
    struct fcgi *f = fcgi_create();
    while (fcgi_accept(f))
        dispatch(&worker, f, &arena);

    fcgi_destroy(f);
    arena_cleanup(&arena);
    buf_cleanup(&worker.missed_rooms);
    redis_destroy(worker.redis);
    databases_destroy(worker.databases);
    return 0;
}
