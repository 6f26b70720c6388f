/* ohkay-migrate: brings every database to the newest schema.
 *
 * auth, dms and registry are created when missing, and so is the template that new servers are
 * copied from; then every server's database follows. Each step is one transaction with its row in
 * schema_migrations, under an advisory lock: a run may be cut anywhere, and two may run at once. A
 * released file never changes: its checksum is compared.
 *
 *   ohkay-migrate [--status | --dry-run] [--check-config] [--version] */
#include "shared/config.h"
#include "shared/log.h"
#include "sql/migrations.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* OHKAY_SQL_DIR, or ../sql beside the folder of this program. */
static void find_sql_dir(char *out, size_t size)
{
    const char *given = getenv("OHKAY_SQL_DIR");
    char self[PATH_MAX] = "";
    if (given && *given) {
        snprintf(out, size, "%s", given);
        return;
    }
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    for (int up = 0; up < 2 && len > 0; up++) {
        while (len > 0 && self[len - 1] != '/')
            len--;
        self[len > 0 ? --len : 0] = '\0';
    }
    snprintf(out, size, "%s/sql", self);
}

int main(int argc, char **argv)
{
    struct config config;
    char sql_dir[PATH_MAX + 8];
    config_start(&config, "ohkay-migrate", argc, argv);
    find_sql_dir(sql_dir, sizeof(sql_dir));
    enum migrate_mode mode = config_has_option(argc, argv, "--status")    ? MIGRATE_STATUS
                             : config_has_option(argc, argv, "--dry-run") ? MIGRATE_DRY_RUN
                                                                          : MIGRATE_APPLY;
    return migrate_all(&config, sql_dir, mode) ? 0 : 1;
}
