/* The handlers that routes.def names, declared from the table itself. */
#ifndef OHKAY_CGI_ROUTES_H
#define OHKAY_CGI_ROUTES_H

#include "cgi/router.h"

#define ROUTE(method, path, access, body, handler) route_handler handler;
#include "cgi/routes.def"
#undef ROUTE

#endif
