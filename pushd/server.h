/* The daemon as a whole: the loop and everything on it, put together and taken apart. */
#ifndef OHKAY_PUSHD_SERVER_H
#define OHKAY_PUSHD_SERVER_H

#include "shared/config.h"

/* Serve until SIGTERM or SIGINT. Returns the process's exit status: 0 after a clean stop, 1, after
 * logging why, when it could not start. */
int server_run(const struct config *config);

/* Append what is wrong with the settings only this daemon reads closely, one line a problem.
 * Returns whether there was none. */
bool server_check_config(const struct config *config, struct buf *problems);

#endif
