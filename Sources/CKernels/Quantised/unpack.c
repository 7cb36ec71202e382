#include "../exact.h"

#include <string.h>

#include "../Blocks/cloned.h"
#include "layout.h"

/* Output o's word of vector `index`. */
static inline uint32_t word_of(const uint8_t *planes, size_t index, size_t o) {
    uint32_t word;
    memcpy(&word, planes + 64 * index + 4 * o, sizeof word);
    return word;
}

/* Adds a word to the bytes of a block that is being written. */
static inline void add_word(uint8_t *target, size_t index, uint32_t word) {
    uint32_t before;
    memcpy(&before, target + 4 * index, sizeof before);
    word |= before;
    memcpy(target + 4 * index, &word, sizeof word);
}

/* Output o's eight groups of low nibbles. */
static inline void load_nibbles(const uint8_t *planes, size_t o, uint32_t groups[8]) {
    for (size_t g = 0; g < 4; g++) {
        groups[g] = word_of(planes, g, o) & 0x0F0F0F0Fu;
        groups[g + 4] = word_of(planes, g, o) >> 4 & 0x0F0F0F0Fu;
    }
}

/* Writes block j of eight into a stored block of zeros. */
static inline void write_levels(enum ck_blocks format, const uint8_t *planes, size_t j, uint8_t *block, size_t o) {
    uint32_t groups[8];
    if (format == ck_q8_0) {
        for (size_t g = 0; g < 8; g++) add_word(block + 2, g, word_of(planes, g, o) ^ 0x80808080u);
        return;
    }
    load_nibbles(planes, o, groups);
    if (format == ck_q4_K) {
        for (size_t g = 0; g < 8; g++) add_word(block + 16 + j / 2 * 32, g, groups[g] << j % 2 * 4);
        return;
    }
    size_t half = j / 4, quarter = j % 4;
    for (size_t g = 0; g < 8; g++) {
        uint32_t high = word_of(planes, 4 + g / 4, o) >> 2 * (g % 4) & 0x03030303u;
        add_word(block + 64 * half + quarter % 2 * 32, g, groups[g] << quarter / 2 * 4);
        add_word(block + 128 + 32 * half, g, high << 2 * quarter);
    }
}

/* The twelve bytes in which a block of q4_K keeps eight scales and minima of six bits. */
static inline void write_scales_of_K(const uint8_t *scales, uint8_t *block, size_t o) {
    memcpy(block, scales + 2 * o, 2);
    memcpy(block + 2, scales + 32 + 2 * o, 2);
    uint8_t *packed = block + 4;
    for (size_t j = 0; j < 4; j++) {
        const uint8_t *early = scales + 64 + 32 * j, *late = early + 128;
        packed[j] = (uint8_t)(early[o] | late[o] >> 4 << 6);
        packed[j + 4] = (uint8_t)(early[16 + o] | late[16 + o] >> 4 << 6);
        packed[j + 8] = (uint8_t)((late[o] & 15) | (late[16 + o] & 15) << 4);
    }
}

static inline void write_scales(enum ck_blocks format, const uint8_t *scales, uint8_t *block, size_t o) {
    if (format == ck_q8_0) {
        memcpy(block, scales + 2 * o, 2);
    } else if (format == ck_q4_K) {
        write_scales_of_K(scales, block, o);
    } else {
        memcpy(block + 208, scales + 2 * o, 2);
        for (size_t sub = 0; sub < 16; sub++) block[192 + sub] = scales[32 + 16 * sub + o];
    }
}

static inline __attribute__((always_inline)) void unpack(enum ck_blocks format, const uint8_t *panel, size_t inputs,
                                                         size_t o, size_t block_bytes, uint8_t *row) {
    const uint8_t *planes = panel + layout_planes(format, inputs);
    size_t in_unit = layout_blocks_in_unit(format), units = inputs / 32 / in_unit;
    memset(row, 0, units * block_bytes);
    for (size_t u = 0; u < units; u++, row += block_bytes) {
        write_scales(format, panel + u * layout_scale_bytes(format), row, o);
        for (size_t j = 0; j < in_unit; j++) {
            write_levels(format, planes + (u * in_unit + j) * layout_plane_bytes(format), j, row, o);
        }
    }
}

CLONED void ck_row_of_panel(enum ck_blocks format, const void *panel, size_t inputs, size_t output, void *row) {
    switch (format) {
    case ck_q8_0: unpack(ck_q8_0, panel, inputs, output, 34, row); break;
    case ck_q4_K: unpack(ck_q4_K, panel, inputs, output, 144, row); break;
    case ck_q6_K: unpack(ck_q6_K, panel, inputs, output, 210, row); break;
    case ck_q4_0:
    case ck_q5_0:
    case ck_q5_1:
    case ck_q5_K:
    case ck_awq_128: break; /* Panels of these are not kept in files. */
    }
}
