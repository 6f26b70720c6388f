/* From method and path to a row of the route table (routes.def). */
#ifndef OHKAY_CGI_ROUTER_H
#define OHKAY_CGI_ROUTER_H

#include "cgi/ctx.h"

enum route_access {
    ROUTE_PUBLIC,  /* anybody */
    ROUTE_USER,    /* whoever has an access token */
    ROUTE_SOCKET,  /* pushd, for one of its sockets' users */
    ROUTE_GATEWAY, /* pushd itself */
};

enum route_body {
    ROUTE_BODYLESS, /* a body is not looked at */
    ROUTE_JSON,     /* a JSON object */
    ROUTE_UPLOAD,   /* anything: the handler reads it from ctx->fcgi, piece by piece */
    ROUTE_LIST,     /* a JSON array of objects */
    ROUTE_MESSAGE, /* a JSON object whose nonce, or the Idempotency-Key in its place, is stored with
                      it */
    ROUTE_HOOK,    /* a JSON object, or a form in its place (see forms.h) */
};

/* Does the work of one call. Returns an error, or ERR_NONE after one of the ctx_reply functions. */
typedef enum err route_handler(struct ctx *ctx);

struct route {
    const char *method;
    const char *path; /* segments; {name} stands for any one, {nameId} for an id */
    enum route_access access;
    enum route_body body;
    route_handler *handler;
};

/* All rows; `*count` is how many. */
const struct route *router_routes(size_t *count);

/* Find the row for the request and fill ctx->params. Returns ERR_UNKNOWN_ROUTE, or
 * ERR_METHOD_NOT_ALLOWED with ctx->allow set. */
enum err router_find(struct ctx *ctx, const struct route **out);

#endif
