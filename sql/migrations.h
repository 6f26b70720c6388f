/* Numbered SQL files, applied once each and in order, to every database. */
#ifndef OHKAY_SQL_MIGRATIONS_H
#define OHKAY_SQL_MIGRATIONS_H

#include "shared/config.h"

enum migrate_mode {
    MIGRATE_APPLY,   /* bring everything up to date */
    MIGRATE_STATUS,  /* say where each database stands */
    MIGRATE_DRY_RUN, /* say what would be done */
};

/* Work through auth, dms, registry, the server template, and every server's database, with a line
 * on standard output for each. Returns whether all of them are as `mode` wants them; what went
 * wrong is on standard error. Run again after mending it. */
bool migrate_all(const struct config *config, const char *sql_dir, enum migrate_mode mode);

#endif
