#include "pushd/hub/fanout.h"

struct delivery {
    struct frame *frame;
    int64_t except;
    size_t sent;
};

static void deliver(void *ctx, struct rooms_member *m)
{
    struct delivery *d = ctx;
    struct fanout_target *target = ROOMS_ENTRY(m, struct fanout_target, member);
    if (d->except != 0 && target->user_id == d->except)
        return;
    sio_socket_send(target->socket, d->frame);
    d->sent++;
}

size_t fanout_event(struct rooms *r, struct str names, int64_t except, struct str name,
                    struct str data)
{
    struct delivery d = {.frame = sio_frame_event(STR("/"), name, data), .except = except};
    rooms_visit(r, names, deliver, &d);
    frame_unref(d.frame);
    return d.sent;
}
