#include "shared/event.h"

#include <assert.h>

static const struct event_info infos[] = {
#define EVENT(name, lane) [EVENT_##name] = {#name, EVENT_LANE_##lane},
#include "shared/event.def"
#undef EVENT
};

const struct event_info *event_info(enum event e)
{
    assert(e < EVENT_COUNT);
    return &infos[e];
}
