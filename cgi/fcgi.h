/* One request at a time from a FastCGI web server, or the only one of a plain CGI call (RFC 3875).
 * The only user of libfcgi. */
#ifndef OHKAY_CGI_FCGI_H
#define OHKAY_CGI_FCGI_H

#include "shared/str.h"

struct fcgi;

/* Take over file descriptor 0 when it is a FastCGI listening socket; else serve the CGI request in
 * the environment. SIGTERM lets the request at hand finish and then ends the loop. */
struct fcgi *fcgi_create(void);
void fcgi_destroy(struct fcgi *f);

/* Wait for the next request. Returns false when there will be no more. */
bool fcgi_accept(struct fcgi *f);

/* Wait at most so long for a request to come. Returns false when none did. */
bool fcgi_wait(const struct fcgi *f, int ms);

/* A CGI variable, or NULL. Borrowed until fcgi_finish. */
const char *fcgi_param(const struct fcgi *f, const char *name);

/* Read up to `size` bytes of the body; returns how many, 0 at its end. */
size_t fcgi_read(struct fcgi *f, char *out, size_t size);

/* Write to the answer. */
void fcgi_write(struct fcgi *f, struct str bytes);

/* The answer is complete. */
void fcgi_finish(struct fcgi *f);

#endif
