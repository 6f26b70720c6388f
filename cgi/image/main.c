/* ohkay-image: looks at one picture and makes a smaller one of it. A worker runs it as a child, so
 * that a picture made to harm can at worst end this process: it has no settings, no secrets, no
 * connections, and little time and memory.
 *
 *   ohkay-image <jpeg|png|gif|webp|avif> <thumbnail|square|emoji>   < picture   3> smaller.webp
 *
 * It prints "width height frames" of the picture as it is shown, and ends with 0; or with 1, and
 * says nothing, when it is not one. It opens no file of its own, and only the loader of the format
 * that was named. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vips/vips.h>

enum { SMALLER_FD = 3 };
enum { EDGE_MAX = 16384, PIXELS_MAX = 100 * 1000 * 1000, MOVING_PIXELS_MAX = 40 * 1000 * 1000 };
enum { THUMBNAIL_EDGE = 400, SQUARE_EDGE = 256, EMOJI_EDGE = 128, QUALITY = 80 };
enum { CPU_SECONDS = 10, SMALLER_BYTES_MAX = 8 * 1024 * 1024, FILES_MAX = 32 };

static const struct {
    const char *name;
    const char *loader;
} formats[] = {
    {"jpeg", "VipsForeignLoadJpeg"}, {"png", "VipsForeignLoadPng"},
    {"gif", "VipsForeignLoadNsgif"}, {"webp", "VipsForeignLoadWebp"},
    {"avif", "VipsForeignLoadHeif"},
};

static void limit(int what, rlim_t most)
{
    struct rlimit bound = {.rlim_cur = most, .rlim_max = most};
    if (setrlimit(what, &bound) != 0)
        _exit(1);
}

static void confine(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_FSIZE, SMALLER_BYTES_MAX);
    limit(RLIMIT_NOFILE, FILES_MAX);
#ifndef __SANITIZE_ADDRESS__
    limit(RLIMIT_AS, (rlim_t) 640 * 1024 * 1024);
#endif
}

/* Leave no way in but the one loader. */
static bool allow_only(const char *format)
{
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (strcmp(formats[i].name, format) != 0)
            continue;
        vips_block_untrusted_set(TRUE);
        vips_operation_block_set("VipsForeignLoad", TRUE);
        vips_operation_block_set(formats[i].loader, FALSE);
        return true;
    }
    return false;
}

static VipsSource *open_source(void)
{
    return lseek(STDIN_FILENO, 0, SEEK_SET) == 0 ? vips_source_new_from_descriptor(STDIN_FILENO)
                                                 : NULL;
}

struct measures {
    int width, height, frames;
};

/* Read the header only, and refuse what would take too much to decode. */
static bool measure(struct measures *out)
{
    VipsSource *source = open_source();
    VipsImage *image =
        source ? vips_image_new_from_source(source, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL)
               : NULL;
    bool ok = image != NULL;
    if (ok) {
        int width = vips_image_get_width(image), height = vips_image_get_height(image);
        bool turned = vips_image_get_orientation_swap(image);
        *out = (struct measures){turned ? height : width, turned ? width : height,
                                 vips_image_get_n_pages(image)};
        ok = width > 0 && height > 0 && width <= EDGE_MAX && height <= EDGE_MAX &&
             (int64_t) width * height <= PIXELS_MAX;
    }
    VIPS_UNREF(image);
    VIPS_UNREF(source);
    return ok;
}

static bool is_moving(const struct measures *m)
{
    return m->frames > 1 && (int64_t) m->width * m->height * m->frames <= MOVING_PIXELS_MAX;
}

static VipsImage *shrink(VipsSource *source, const char *purpose, const struct measures *m)
{
    VipsImage *small = NULL;
    int failed = 1;
    if (strcmp(purpose, "thumbnail") == 0)
        failed = vips_thumbnail_source(source, &small, THUMBNAIL_EDGE, "height", THUMBNAIL_EDGE,
                                       "size", VIPS_SIZE_DOWN, NULL);
    else if (strcmp(purpose, "square") == 0)
        failed = vips_thumbnail_source(source, &small, SQUARE_EDGE, "height", SQUARE_EDGE, "crop",
                                       VIPS_INTERESTING_CENTRE, "size", VIPS_SIZE_BOTH, NULL);
    else if (strcmp(purpose, "emoji") == 0)
        failed = vips_thumbnail_source(source, &small, EMOJI_EDGE, "height", EMOJI_EDGE, "size",
                                       VIPS_SIZE_DOWN, "option_string",
                                       is_moving(m) ? "[n=-1]" : "", NULL);
    return failed ? NULL : small;
}

/* Take away what is told besides the pixels and how they move. The name of a field tells what it
 * is. */
static VipsImage *without_story(VipsImage *image)
{
    static const char *const stories[] = {"exif",      "xmp",         "iptc",
                                          "icc",       "png-comment", "gif-comment",
                                          "photoshop", "heif",        "orientation"};
    VipsImage *copy = NULL;
    if (vips_copy(image, &copy, NULL) != 0)
        return NULL;
    gchar **fields = vips_image_get_fields(copy);
    for (gchar **field = fields; *field; field++) {
        for (size_t i = 0; i < G_N_ELEMENTS(stories); i++) {
            if (g_str_has_prefix(*field, stories[i]))
                vips_image_remove(copy, *field);
        }
    }
    g_strfreev(fields);
    return copy;
}

/* Nothing of what the file said of itself besides its pixels goes along: no place, no camera, no
 * comment. */
static bool write_smaller(const char *purpose, const struct measures *m)
{
    VipsSource *source = open_source();
    VipsImage *small = source ? shrink(source, purpose, m) : NULL;
    VipsImage *bare = small ? without_story(small) : NULL;
    VipsTarget *target = bare ? vips_target_new_to_descriptor(SMALLER_FD) : NULL;
    bool ok = target && vips_webpsave_target(bare, target, "Q", QUALITY, "strip", TRUE, NULL) == 0;
    VIPS_UNREF(target);
    VIPS_UNREF(bare);
    VIPS_UNREF(small);
    VIPS_UNREF(source);
    return ok;
}

int main(int argc, char **argv)
{
    struct measures m;
    confine();
    if (argc != 3 || VIPS_INIT(argv[0]) != 0 || !allow_only(argv[1]))
        return 1;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    if (!measure(&m) || !write_smaller(argv[2], &m))
        return 1;
    printf("%d %d %d\n", m.width, m.height, m.frames);
    return fflush(stdout) == 0 ? 0 : 1;
}
