#include "pushd/proto/eio_packet.h"

#include "shared/base64.h"

/* A NUL is valid UTF-8, but not to str_is_utf8. */
static bool is_utf8(struct str text)
{
    while (text.ptr) {
        if (!str_is_utf8(str_cut(&text, '\0')))
            return false;
    }
    return true;
}

bool eio_packet_decode(struct str in, bool binary, struct eio_packet *out)
{
    if (binary) {
        *out = (struct eio_packet){.type = EIO_PACKET_MESSAGE, .binary = true, .data = in};
        return true;
    }
    if (in.len == 0 || in.ptr[0] < '0' || in.ptr[0] > '6')
        return false;
    *out = (struct eio_packet){
        .type = (enum eio_type)(in.ptr[0] - '0'),
        .data = str_slice(in, 1, in.len),
    };
    return is_utf8(out->data);
}

bool eio_packet_decode_polling(struct str in, struct buf *scratch, struct eio_packet *out)
{
    if (in.len == 0 || in.ptr[0] != 'b')
        return eio_packet_decode(in, false, out);
    size_t start = scratch->len;
    if (!base64_decode(scratch, str_slice(in, 1, in.len)))
        return false;
    *out = (struct eio_packet){
        .type = EIO_PACKET_MESSAGE,
        .binary = true,
        .data = str_slice(buf_str(scratch), start, scratch->len),
    };
    return true;
}
