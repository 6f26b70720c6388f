#include "pushd/transport/sid.h"

#include "shared/base64.h"
#include "shared/crypto.h"

void sid_generate(char out[SID_LEN + 1])
{
    char random[SID_LEN * 3 / 4];
    struct buf text;
    crypto_random(random, sizeof(random));
    buf_init(&text, SID_LEN);
    base64url_encode(&text, str_of(random, sizeof(random)));
    memcpy(out, buf_cstr(&text), SID_LEN + 1);
    buf_cleanup(&text);
}
