/* Any body of a POST: read as a payload, and what is valid in it written again, it stays the same.
 */
#include "pushd/proto/eio_payload.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void add_again(struct buf *out, const struct eio_packet *p)
{
    struct buf packet;
    buf_init(&packet, p->data.len + 1);
    if (!p->binary)
        buf_add_char(&packet, (char) ('0' + (int) p->type));
    buf_add(&packet, p->data);
    size_t before = out->len, cost = eio_payload_cost(buf_str(&packet), p->binary);
    check(eio_payload_add(out, buf_str(&packet), p->binary));
    check(before == 0 || out->len - before == cost);
    buf_cleanup(&packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str body = str_of((const char *) data, size), text;
    struct eio_payload payload;
    struct eio_packet packet;
    struct buf scratch, again;
    bool all_valid = true;
    buf_init(&scratch, size);
    buf_init(&again, 2 * size + 16);
    eio_payload_start(&payload, body);
    while (eio_payload_next(&payload, &text)) {
        buf_clear(&scratch);
        check(text.len <= size);
        if (eio_packet_decode_polling(text, &scratch, &packet))
            add_again(&again, &packet);
        else
            all_valid = false;
    }
    /* Strict reading leaves one way to write each packet. */
    check(!all_valid || str_eq(buf_str(&again), body));
    buf_cleanup(&again);
    buf_cleanup(&scratch);
    return 0;
}
