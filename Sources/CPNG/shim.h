#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// libpng leaves a failed call by longjmp, which must not cross a Swift frame. These two functions own the setjmp and
// call libpng in the order that its manual gives; every choice is their caller's. Their callbacks return normally.

#define CPNG_MESSAGE_LENGTH 160

static void cpng_fail(png_structp png, png_const_charp reason) {
    char *message = (char *)png_get_error_ptr(png);
    strncpy(message, reason, CPNG_MESSAGE_LENGTH - 1);
    png_longjmp(png, 1);
}

static void cpng_ignore_warning(png_structp png, png_const_charp reason) {
    (void)png;
    (void)reason;
}

// What an encoder is told, and whom it asks.
struct cpng_encoding {
    unsigned int width, height;
    int filters, level, memory_level, strategy;
    void *context;
    // Fills one row of red, green and blue bytes.
    void (*fill_row)(void *context, unsigned int y, unsigned char *row);
    // Takes bytes of the finished file.
    void (*take)(void *context, const unsigned char *bytes, size_t count);
    // The rows as a zlib stream, at most 2^31 - 1 bytes, when they are already compressed; no row is asked for then.
    const unsigned char *compressed;
    size_t compressed_count;
    char message[CPNG_MESSAGE_LENGTH];
};

static void cpng_take(png_structp png, png_bytep bytes, size_t count) {
    struct cpng_encoding *encoding = (struct cpng_encoding *)png_get_io_ptr(png);
    encoding->take(encoding->context, bytes, count);
}

static void cpng_flush(png_structp png) { (void)png; }

// Encodes 8-bit RGB; 0 when it fails, with the reason in `message`.
static __attribute__((noinline, unused)) int cpng_encode(struct cpng_encoding *encoding) {
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, encoding->message, cpng_fail, cpng_ignore_warning);
    png_infop volatile info = png ? png_create_info_struct(png) : NULL;
    unsigned char *volatile row = (unsigned char *)malloc(3 * (size_t)encoding->width);
    int done = 0;
    if (info && row && !setjmp(png_jmpbuf(png))) {
        png_set_write_fn(png, encoding, cpng_take, cpng_flush);
        png_set_IHDR(
            png, info, encoding->width, encoding->height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
            PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_set_filter(png, PNG_FILTER_TYPE_BASE, encoding->filters);
        png_set_compression_level(png, encoding->level);
        png_set_compression_mem_level(png, encoding->memory_level);
        png_set_compression_strategy(png, encoding->strategy);
        png_set_compression_buffer_size(png, 1 << 18);
        png_write_info(png, info);
        if (encoding->compressed) {
            png_write_chunk(png, (png_const_bytep)"IDAT", encoding->compressed, encoding->compressed_count);
            png_write_chunk(png, (png_const_bytep)"IEND", NULL, 0);
        } else {
            for (unsigned int y = 0; y < encoding->height; y++) {
                encoding->fill_row(encoding->context, y, row);
                png_write_row(png, row);
            }
            png_write_end(png, NULL);
        }
        done = 1;
    }
    free(row);
    png_infop made = info;
    png_destroy_write_struct(&png, &made);
    return done;
}

// What a decoder reads, and where it writes.
struct cpng_decoding {
    const unsigned char *next;
    size_t left;
    // `height` rows of `4 * width` bytes: blue, green, red, alpha.
    unsigned char *pixels;
    unsigned int width, height;
    // Set when pixels can be less than opaque.
    int has_alpha;
    // Set when one colour is clear: blue, green, red as the file has them, of as many bits.
    int has_clear_colour;
    unsigned short clear_colour[3];
    char message[CPNG_MESSAGE_LENGTH];
};

static void cpng_give(png_structp png, png_bytep bytes, size_t count) {
    struct cpng_decoding *decoding = (struct cpng_decoding *)png_get_io_ptr(png);
    if (count > decoding->left) png_error(png, "the file ends early");
    memcpy(bytes, decoding->next, count);
    decoding->next += count;
    decoding->left -= count;
}

// Tells libpng how to hand out pixels, and its caller what libpng leaves to do.
static void cpng_choose(struct cpng_decoding *decoding, png_structp png, png_infop info) {
    int type = png_get_color_type(png, info), depth = png_get_bit_depth(png, info);
    int is_palette = type == PNG_COLOR_TYPE_PALETTE;
    int is_clear = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    int is_wide_grey = type == PNG_COLOR_TYPE_GRAY && depth == 16;
    decoding->has_alpha = (type & PNG_COLOR_MASK_ALPHA) || ((is_palette || is_wide_grey) && is_clear);
    png_color_16p clear = NULL;
    if (is_clear && !is_palette && !is_wide_grey && png_get_tRNS(png, info, NULL, NULL, &clear) && clear) {
        int is_grey = type == PNG_COLOR_TYPE_GRAY;
        int scale = depth == 1 ? 255 : 1;
        decoding->has_clear_colour = 1;
        decoding->clear_colour[0] = scale * (is_grey ? clear->gray : clear->blue);
        decoding->clear_colour[1] = scale * (is_grey ? clear->gray : clear->green);
        decoding->clear_colour[2] = scale * (is_grey ? clear->gray : clear->red);
    }
    if (is_palette) png_set_palette_to_rgb(png);
    if ((is_palette || is_wide_grey) && is_clear) png_set_tRNS_to_alpha(png);
    if (type == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    png_set_strip_16(png);
    png_set_gray_to_rgb(png);
    png_set_bgr(png);
    png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
}

// Decodes a file whose header says `width` and `height`; 0 when it fails, with the reason in `message`.
static __attribute__((noinline, unused)) int cpng_decode(struct cpng_decoding *decoding) {
    png_structp png =
        png_create_read_struct(PNG_LIBPNG_VER_STRING, decoding->message, cpng_fail, cpng_ignore_warning);
    png_infop volatile info = png ? png_create_info_struct(png) : NULL;
    int done = 0;
    if (info && !setjmp(png_jmpbuf(png))) {
        png_set_read_fn(png, decoding, cpng_give);
        png_set_user_limits(png, decoding->width, decoding->height);
        png_read_info(png, info);
        if (png_get_image_width(png, info) != decoding->width || png_get_image_height(png, info) != decoding->height)
            png_error(png, "two headers disagree");
        cpng_choose(decoding, png, info);
        int passes = png_set_interlace_handling(png);
        png_read_update_info(png, info);
        if (png_get_rowbytes(png, info) != 4 * (size_t)decoding->width) png_error(png, "a row of unexpected length");
        while (passes-- > 0)
            for (unsigned int y = 0; y < decoding->height; y++)
                png_read_row(png, decoding->pixels + 4 * (size_t)decoding->width * y, NULL);
        png_read_end(png, NULL);
        done = 1;
    }
    png_infop made = info;
    png_destroy_read_struct(&png, &made, NULL);
    return done;
}
