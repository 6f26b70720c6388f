/* Settings from the environment, checked once at start. The table is config.def. */
#ifndef OHKAY_SHARED_CONFIG_H
#define OHKAY_SHARED_CONFIG_H

#include "shared/buf.h"

struct config {
#define TEXT(field, name, preset, meaning)             const char *field;
#define CHOICE(field, name, choices, preset, meaning)  const char *field;
#define SECRET(field, name, least, meaning)            const char *field;
#define INT(field, name, preset, least, most, meaning) int field;
#include "shared/config.def"
#undef TEXT
#undef CHOICE
#undef SECRET
#undef INT
};

/* Read every setting. Texts are owned by the process and live as long as it does.
 * Each problem is appended to `problems` as one line that names the setting and says what to do;
 * returns whether there was none. A secret must always be set; in production it must also be long
 * enough and not a CHANGE_ME. */
bool config_load(struct config *config, struct buf *problems);

/* Load, or print the problems to standard error and exit 1. With `--check-config` among the
 * arguments, exit 0 when all is well; with `--version`, print it and exit 0. Sets up logging under
 * `program`. What main functions begin with. */
void config_start(struct config *config, const char *program, int argc, char **argv);

/* The table as a JSON array of {name, kind, default, secret, meaning}. */
void config_dump(struct buf *out);

/* Whether `option` is among the arguments. */
bool config_has_option(int argc, char **argv, const char *option);

#endif
