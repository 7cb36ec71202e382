#include "../exact.h"

#include <string.h>

#include "../Blocks/cloned.h"
#include "layout.h"

/* Four neighbouring weights as the bytes of a word. */
static inline uint32_t word_at(const uint8_t *source, size_t index) {
    uint32_t word;
    memcpy(&word, source + 4 * index, sizeof word);
    return word;
}

/* Bits 0 to 3 as bits 0 of four bytes. */
static inline uint32_t spread(uint32_t bits) { return (bits & 15) * 0x00204081u & 0x01010101u; }

/* Sixteen bytes of nibbles: the low ones are groups 0 to 3, the high ones 4 to 7. */
static inline void nibbles(const uint8_t *q, uint32_t groups[8]) {
    for (size_t g = 0; g < 4; g++) {
        groups[g] = word_at(q, g) & 0x0F0F0F0Fu;
        groups[g + 4] = word_at(q, g) >> 4 & 0x0F0F0F0Fu;
    }
}

static inline void add_fifth_bits(const uint8_t *bits, uint32_t groups[8]) {
    for (size_t g = 0; g < 8; g++) groups[g] |= spread(word_at(bits, 0) >> 4 * g) << 4;
}

/* Sub-block j of a block of q4_K or q5_K, whose nibbles begin at q. */
static inline void nibbles_of_subblock(const uint8_t *q, size_t j, uint32_t groups[8]) {
    for (size_t g = 0; g < 8; g++) groups[g] = word_at(q + j / 2 * 32, g) >> j % 2 * 4 & 0x0F0F0F0Fu;
}

static inline void subblock_of_q6_K(const uint8_t *block, size_t j, uint32_t groups[8]) {
    size_t half = j / 4, quarter = j % 4;
    for (size_t g = 0; g < 8; g++) {
        uint32_t low = word_at(block + 64 * half + quarter % 2 * 32, g) >> quarter / 2 * 4 & 0x0F0F0F0Fu;
        groups[g] = low | (word_at(block + 128 + 32 * half, g) >> 2 * quarter & 0x03030303u) << 4;
    }
}

/* Block b of a row as eight groups of four unsigned bytes. */
static inline void unpack(enum ck_blocks format, const uint8_t *row, size_t b, uint32_t groups[8]) {
    size_t j = b % 8;
    switch (format) {
    case ck_q4_0: nibbles(row + 18 * b + 2, groups); break;
    case ck_q5_0:
        nibbles(row + 22 * b + 6, groups);
        add_fifth_bits(row + 22 * b + 2, groups);
        break;
    case ck_q5_1:
        nibbles(row + 24 * b + 8, groups);
        add_fifth_bits(row + 24 * b + 4, groups);
        break;
    case ck_q8_0:
        for (size_t g = 0; g < 8; g++) groups[g] = word_at(row + 34 * b + 2, g) ^ 0x80808080u;
        break;
    case ck_q4_K: nibbles_of_subblock(row + 144 * (b / 8) + 16, j, groups); break;
    case ck_q5_K:
        nibbles_of_subblock(row + 176 * (b / 8) + 48, j, groups);
        for (size_t g = 0; g < 8; g++) {
            groups[g] |= (word_at(row + 176 * (b / 8) + 16, g) >> j & 0x01010101u) << 4;
        }
        break;
    case ck_q6_K: subblock_of_q6_K(row + 210 * (b / 8), j, groups); break;
    case ck_awq_128: break;
    }
}

/* Writes output o's word of vector `index`. */
static inline void put(uint8_t *planes, size_t index, size_t o, uint32_t word) {
    memcpy(planes + 64 * index + 4 * o, &word, sizeof word);
}

/* Writes output o's eight groups of a block into the planes. */
static inline void store(enum ck_blocks format, const uint32_t groups[8], uint8_t *planes, size_t o) {
    if (format == ck_q8_0) {
        for (size_t g = 0; g < 8; g++) put(planes, g, o, groups[g]);
        return;
    }
    for (size_t g = 0; g < 4; g++) {
        put(planes, g, o, (groups[g] & 0x0F0F0F0Fu) | (groups[g + 4] & 0x0F0F0F0Fu) << 4);
    }
    if (format == ck_q6_K) {
        for (size_t v = 0; v < 2; v++) {
            uint32_t word = 0;
            for (size_t g = 0; g < 4; g++) word |= (groups[4 * v + g] >> 4 & 0x03030303u) << 2 * g;
            put(planes, 4 + v, o, word);
        }
    } else if (format == ck_q5_0 || format == ck_q5_1 || format == ck_q5_K) {
        uint32_t word = 0;
        for (size_t g = 0; g < 8; g++) word |= (groups[g] >> 4 & 0x01010101u) << g;
        put(planes, 4, o, word);
    }
}

/* Writes output o's half-precision number, the `index`th of its unit. */
static inline void put_half(uint8_t *scales, size_t index, size_t o, const uint8_t *source) {
    memcpy(scales + 32 * index + 2 * o, source, 2);
}

/* The 6-bit scales and minima of a block of q4_K or q5_K, a byte each. */
static inline void store_scales_of_K(const uint8_t *block, uint8_t *scales, size_t o) {
    put_half(scales, 0, o, block);
    put_half(scales, 1, o, block + 2);
    const uint8_t *packed = block + 4;
    for (size_t j = 0; j < 4; j++) {
        uint8_t *early = scales + 64 + 32 * j, *late = early + 128;
        early[o] = packed[j] & 63;
        early[16 + o] = packed[j + 4] & 63;
        late[o] = (uint8_t)((packed[j + 8] & 15) | packed[j] >> 6 << 4);
        late[16 + o] = (uint8_t)(packed[j + 8] >> 4 | packed[j + 4] >> 6 << 4);
    }
}

static inline void store_scales_of_q6_K(const uint8_t *block, uint8_t *scales, size_t o) {
    put_half(scales, 0, o, block + 208);
    for (size_t sub = 0; sub < 16; sub++) scales[32 + 16 * sub + o] = block[192 + sub];
}

/* Writes output o's scales of unit u of its row. */
static inline void store_scales(enum ck_blocks format, const uint8_t *row, size_t u, uint8_t *scales, size_t o) {
    switch (format) {
    case ck_q4_0: put_half(scales, 0, o, row + 18 * u); break;
    case ck_q5_0: put_half(scales, 0, o, row + 22 * u); break;
    case ck_q8_0: put_half(scales, 0, o, row + 34 * u); break;
    case ck_q5_1:
        put_half(scales, 0, o, row + 24 * u);
        put_half(scales, 1, o, row + 24 * u + 2);
        break;
    case ck_q4_K: store_scales_of_K(row + 144 * u, scales, o); break;
    case ck_q5_K: store_scales_of_K(row + 176 * u, scales, o); break;
    case ck_q6_K: store_scales_of_q6_K(row + 210 * u, scales, o); break;
    case ck_awq_128: break;
    }
}

/* The bytes of a stored row. */
static inline size_t row_bytes(enum ck_blocks format, size_t inputs) {
    switch (format) {
    case ck_q4_0: return inputs / 32 * 18;
    case ck_q5_0: return inputs / 32 * 22;
    case ck_q5_1: return inputs / 32 * 24;
    case ck_q8_0: return inputs / 32 * 34;
    case ck_q4_K: return inputs / 256 * 144;
    case ck_q5_K: return inputs / 256 * 176;
    case ck_q6_K: return inputs / 256 * 210;
    case ck_awq_128: break;
    }
    return 0;
}

static inline __attribute__((always_inline)) void pack(enum ck_blocks format, const uint8_t *rows, size_t inputs,
                                                       size_t outputs, uint8_t *panel) {
    uint8_t *planes = panel + layout_planes(format, inputs);
    size_t units = inputs / 32 / layout_blocks_in_unit(format);
    for (size_t o = 0; o < outputs; o++, rows += row_bytes(format, inputs)) {
        for (size_t u = 0; u < units; u++) {
            store_scales(format, rows, u, panel + u * layout_scale_bytes(format), o);
        }
        for (size_t b = 0; b < inputs / 32; b++) {
            uint32_t groups[8];
            unpack(format, rows, b, groups);
            store(format, groups, planes + b * layout_plane_bytes(format), o);
        }
    }
}

size_t ck_panel_bytes(enum ck_blocks format, size_t inputs) {
    return layout_planes(format, inputs) + inputs / 32 * layout_plane_bytes(format);
}

CLONED void ck_pack_panel(enum ck_blocks format, const void *rows, size_t inputs, size_t outputs, void *panel) {
    /* Zero scales make zeros of outputs that are absent. */
    if (outputs < ck_panel_outputs) memset(panel, 0, ck_panel_bytes(format, inputs));
    switch (format) {
    case ck_q4_0: pack(ck_q4_0, rows, inputs, outputs, panel); break;
    case ck_q5_0: pack(ck_q5_0, rows, inputs, outputs, panel); break;
    case ck_q5_1: pack(ck_q5_1, rows, inputs, outputs, panel); break;
    case ck_q8_0: pack(ck_q8_0, rows, inputs, outputs, panel); break;
    case ck_q4_K: pack(ck_q4_K, rows, inputs, outputs, panel); break;
    case ck_q5_K: pack(ck_q5_K, rows, inputs, outputs, panel); break;
    case ck_q6_K: pack(ck_q6_K, rows, inputs, outputs, panel); break;
    case ck_awq_128: break; /* It is stored by inputs: ck_pack_awq_panel. */
    }
}

/* The bits by which output o of eight is shifted in a word of AutoAWQ's. */
static const int awq_shifts[8] = {0, 16, 4, 20, 8, 24, 12, 28};

/* Block b of outputs 0 to 7 of `words`, which lie `stride` bytes apart from input to input, as outputs `o` to o + 7 of a panel. */
static inline void store_awq_block(const uint8_t *words, size_t stride, size_t b, uint8_t *planes, size_t o) {
    uint32_t inputs[32];
    for (size_t k = 0; k < 32; k++) inputs[k] = word_at(words + (32 * b + k) * stride, 0);
    for (size_t output = 0; output < 8; output++) {
        uint32_t groups[8];
        for (size_t g = 0; g < 8; g++) {
            const uint32_t *four = inputs + 4 * g;
            int shift = awq_shifts[output];
            groups[g] = (four[0] >> shift & 15) | (four[1] >> shift & 15) << 8 | (four[2] >> shift & 15) << 16
                | (four[3] >> shift & 15) << 24;
        }
        store(ck_awq_128, groups, planes + b * layout_plane_bytes(ck_awq_128), o + output);
    }
}

CLONED void ck_pack_awq_panel(const struct ck_awq *layer, size_t first, void *panel) {
    size_t outputs = layer->outputs - first < ck_panel_outputs ? layer->outputs - first : ck_panel_outputs;
    if (outputs < ck_panel_outputs) memset(panel, 0, ck_panel_bytes(ck_awq_128, layer->inputs));
    uint8_t *planes = (uint8_t *)panel + layout_planes(ck_awq_128, layer->inputs);
    const uint8_t *weights = layer->weights, *zeros = layer->zeros, *scales = layer->scales;
    for (size_t o = 0; o < outputs; o += 8) {
        for (size_t b = 0; b < layer->inputs / 32; b++) {
            store_awq_block(weights + (first + o) / 2, layer->outputs / 2, b, planes, o);
        }
    }
    for (size_t u = 0; u < layer->inputs / 128; u++) {
        uint8_t *unit = (uint8_t *)panel + u * layout_scale_bytes(ck_awq_128);
        memcpy(unit, scales + (u * layer->outputs + first) * 2, outputs * 2);
        for (size_t o = 0; o < outputs; o++) {
            uint32_t word = word_at(zeros + (u * layer->outputs + first + o) / 8 * 4, 0);
            unit[32 + o] = (uint8_t)(word >> awq_shifts[o % 8] & 15);
        }
    }
}
