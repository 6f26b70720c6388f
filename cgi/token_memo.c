#include "cgi/token_memo.h"

#include "shared/crypto.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 256, TOKEN_MAX = 512 };

struct slot {
    char token[TOKEN_MAX];
    size_t len; /* 0: empty */
    struct jwt_claims claims;
};

struct token_memo {
    struct slot slots[SLOTS];
};

struct token_memo *token_memo_create(void)
{
    struct token_memo *m = calloc(1, sizeof(*m));
    if (!m)
        abort();
    return m;
}

void token_memo_destroy(struct token_memo *m)
{
    free(m);
}

/* A token ends in its signature, which is as good as random: FNV-1a of its last bytes. */
static size_t place_of(struct str token)
{
    uint32_t hash = 2166136261U;
    for (size_t i = token.len > 16 ? token.len - 16 : 0; i < token.len; i++)
        hash = (hash ^ (unsigned char) token.ptr[i]) * 16777619U;
    return hash % SLOTS;
}

bool token_memo_find(const struct token_memo *m, struct str token, int64_t now_s,
                     struct jwt_claims *claims)
{
    const struct slot *slot = &m->slots[place_of(token)];
    if (slot->len == 0 || !crypto_secret_eq(token, str_of(slot->token, slot->len)) ||
        slot->claims.expires_s <= now_s)
        return false;
    *claims = slot->claims;
    return true;
}

void token_memo_keep(struct token_memo *m, struct str token, const struct jwt_claims *claims)
{
    struct slot *slot = &m->slots[place_of(token)];
    if (token.len > TOKEN_MAX)
        return;
    memcpy(slot->token, token.ptr, token.len);
    slot->len = token.len;
    slot->claims = *claims;
}
