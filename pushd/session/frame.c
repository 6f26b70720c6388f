#include "pushd/session/frame.h"

#include <assert.h>
#include <stdlib.h>

struct frame {
    uint32_t references;
    bool binary;
    size_t len;
    char bytes[]; /* FRAME_HEADROOM spare bytes, then `len` */
};

static struct frame *frame_create(struct str bytes, bool binary)
{
    struct frame *f = malloc(sizeof(*f) + FRAME_HEADROOM + bytes.len);
    if (!f)
        abort();
    f->references = 1;
    f->binary = binary;
    f->len = bytes.len;
    if (bytes.len > 0)
        memcpy(f->bytes + FRAME_HEADROOM, bytes.ptr, bytes.len);
    return f;
}

struct frame *frame_create_text(struct str packet)
{
    return frame_create(packet, false);
}

struct frame *frame_create_binary(struct str data)
{
    return frame_create(data, true);
}

struct frame *frame_ref(struct frame *f)
{
    assert(f->references > 0 && f->references < UINT32_MAX);
    f->references++;
    return f;
}

void frame_unref(struct frame *f)
{
    if (!f)
        return;
    assert(f->references > 0);
    if (--f->references == 0)
        free(f);
}

struct str frame_bytes(const struct frame *f)
{
    return str_of(f->bytes + FRAME_HEADROOM, f->len);
}

unsigned char *frame_wire(struct frame *f)
{
    return (unsigned char *) f->bytes + FRAME_HEADROOM;
}

bool frame_is_binary(const struct frame *f)
{
    return f->binary;
}
