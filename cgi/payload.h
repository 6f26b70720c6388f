/* The small JSON objects of events, in the request's arena. */
#ifndef OHKAY_CGI_PAYLOAD_H
#define OHKAY_CGI_PAYLOAD_H

#include "cgi/ctx.h"

/* One member of an object: a number, or JSON text. */
struct payload_member {
    const char *key;
    int64_t number; /* used when json has a NULL pointer */
    struct str json;
};

#define PAYLOAD_I64(key, value)  ((struct payload_member){key, value, {0}})
#define PAYLOAD_JSON(key, value) ((struct payload_member){key, 0, value})

/* An object of those members, in the arena. */
struct str payload_of(struct ctx *ctx, const struct payload_member *members, size_t count);

#define PAYLOAD(ctx, ...)                                                                          \
    payload_of(ctx, (const struct payload_member[]){__VA_ARGS__},                                  \
               sizeof((const struct payload_member[]){__VA_ARGS__}) /                              \
                   sizeof(struct payload_member))

/* An array of numbers, in the arena. */
struct str payload_ids(struct ctx *ctx, const int64_t *ids, size_t count);

/* The object `json` with one more member, a string. */
struct str payload_with_text(struct ctx *ctx, struct str json, const char *key, struct str text);

#endif
