/* The tables of the program as JSON, for the checks that hold documents and tests against them. */
#ifndef OHKAY_CGI_TABLES_H
#define OHKAY_CGI_TABLES_H

#include <stdbool.h>

/* Print the table that an argument asks for: --routes (public ones), --errors, --events, --emits,
 * --config or --statements. Returns whether one did. */
bool tables_print(int argc, char **argv);

#endif
