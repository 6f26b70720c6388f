/* ohkay-pushd: Socket.IO for Ohkay. Holds sockets and rooms; every decision is a worker's. */
#include "pushd/server.h"

#include <stdio.h>

/* Every problem at once, not one a start. */
static int check_config(void)
{
    struct config config;
    struct buf problems;
    buf_init(&problems, 16384);
    config_load(&config, &problems);
    bool ok = server_check_config(&config, &problems);
    if (!ok)
        fprintf(stderr, "ohkay-pushd: the configuration is not complete:\n%s", buf_cstr(&problems));
    buf_cleanup(&problems);
    return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct config config;
    if (config_has_option(argc, argv, "--check-config"))
        return check_config();
    config_start(&config, "ohkay-pushd", argc, argv);
    return check_config() == 0 ? server_run(&config) : 1;
}
