#include "shared/err.h"

#include <assert.h>

static const struct err_info infos[] = {
#define ERR(symbol, status, code, sentence) [ERR_##symbol] = {status, code, sentence},
#include "shared/err.def"
#undef ERR
};

const struct err_info *err_info(enum err e)
{
    assert(e < ERR_COUNT);
    return &infos[e];
}
