/* The one table of events to clients: see event.def. */
#ifndef OHKAY_SHARED_EVENT_H
#define OHKAY_SHARED_EVENT_H

/* Redis keys both sides meet at. */
#define EVENT_STREAM_KEY       "ohkay:events"
#define EVENT_VOLATILE_CHANNEL "ohkay:volatile"

enum event_lane { EVENT_LANE_SOCKET, EVENT_LANE_STREAM, EVENT_LANE_VOLATILE };

enum event {
#define EVENT(name, lane) EVENT_##name,
#include "shared/event.def"
#undef EVENT
    EVENT_COUNT
};

struct event_info {
    const char *name; /* as clients hear it */
    enum event_lane lane;
};

/* What the table says of `e`. */
const struct event_info *event_info(enum event e);

#endif
