/* What pushd reads from workers and from Redis: FastCGI records, CGI answers, entries of the
 * stream. The first byte chooses. */
#include "pushd/link/bus_entry.h"
#include "pushd/link/fcgi.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ANSWER_MAX = 4096, FIELDS_MAX = 32 };

/* In one piece and byte by byte, the answer is the same. */
static void try_records(struct str bytes)
{
    struct fcgi_reader whole, pieces;
    struct cgi_head head;
    fcgi_reader_init(&whole, ANSWER_MAX);
    fcgi_reader_init(&pieces, ANSWER_MAX);
    enum fcgi_state state = fcgi_reader_feed(&whole, bytes), same = FCGI_READING;
    for (size_t i = 0; i < bytes.len && same == FCGI_READING; i++)
        same = fcgi_reader_feed(&pieces, str_slice(bytes, i, i + 1));
    if (state != same || whole.answer.len > ANSWER_MAX)
        abort();
    if (state == FCGI_DONE && cgi_head_read(buf_str(&whole.answer), &head) &&
        (head.status < 100 || head.status > 599))
        abort();
    fcgi_reader_cleanup(&whole);
    fcgi_reader_cleanup(&pieces);
}

static void try_entry(struct str bytes)
{
    struct str fields[FIELDS_MAX];
    struct bus_entry entry;
    size_t count = 0;
    while (bytes.ptr && count < FIELDS_MAX)
        fields[count++] = str_cut(&bytes, '\n');
    bus_entry_from_fields(fields, count - count % 2, &entry);
}

static void try_message(struct str bytes)
{
    struct bus_entry entry;
    struct buf room;
    buf_init(&room, ANSWER_MAX);
    bus_entry_from_message(bytes, &room, &entry);
    buf_cleanup(&room);
}

static void try_id(struct str bytes)
{
    struct stream_id id;
    if (stream_id_read(bytes, &id) && stream_id_compare(id, id) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct str bytes = str_of((const char *) data + 1, size - 1);
    void (*const tries[])(struct str) = {try_records, try_entry, try_message, try_id};
    tries[data[0] % 4](bytes);
    return 0;
}
