#include "cgi/store/pages.h"

#include "cgi/validate.h"

enum { LIMIT_MAX = 100, LIMIT_PRESET = 50 };

struct page page_of_query(struct ctx *ctx, enum page_preset preset)
{
    int64_t limit = query_i64_or(ctx, "limit", 1, LIMIT_MAX, LIMIT_PRESET);
    int64_t before = query_i64_or(ctx, "before", 1, ID_MAX, 0);
    int64_t after = query_i64_or(ctx, "after", 0, ID_MAX, -1);
    int64_t around = query_i64_or(ctx, "around", 1, ID_MAX, 0);
    if ((before > 0) + (after >= 0) + (around > 0) > 1)
        input_invalid(ctx, before > 0 ? "before" : "after",
                      "only one of before, after and around may be given");
    if (after < 0 && before == 0 && around == 0 && preset == PAGE_FIRST)
        after = 0;
    if (after >= 0)
        return (struct page){.after_id = after, .newer = limit};
    if (around > 0) {
        int64_t older = limit / 2;
        return (struct page){around, older, around - 1, limit - older};
    }
    return (struct page){.before_id = before > 0 ? before : INT64_MAX, .older = limit};
}
