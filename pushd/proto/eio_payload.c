#include "pushd/proto/eio_payload.h"

#include "shared/base64.h"

enum { SEPARATOR = 0x1e };

void eio_payload_start(struct eio_payload *p, struct str body)
{
    *p = (struct eio_payload){.rest = body, .more = true};
}

bool eio_payload_next(struct eio_payload *p, struct str *packet)
{
    if (!p->more)
        return false;
    *packet = str_cut(&p->rest, SEPARATOR);
    /* str_cut leaves a NULL pointer only when there was no separator. */
    p->more = p->rest.ptr != NULL;
    return true;
}

bool eio_payload_add(struct buf *out, struct str packet, bool binary)
{
    if (out->len > 0)
        buf_add_char(out, SEPARATOR);
    if (!binary)
        return buf_add(out, packet);
    buf_add_char(out, 'b');
    return base64_encode(out, packet);
}

size_t eio_payload_cost(struct str packet, bool binary)
{
    return binary ? 2 + (packet.len + 2) / 3 * 4 : 1 + packet.len;
}
