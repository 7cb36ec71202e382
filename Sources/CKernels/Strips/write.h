/* Writes strips and bundles: ck_strip_from_panels and ck_bundle_from_rows as VARIANT(name); included once by each variant's file, after "kernels.h". */
#include <math.h>

#include "../Quantised/meaning.h"

enum { BLOCKS_IN_GROUP = ck_strip_inputs / 32 };

/* The largest magnitude of a weight that a block can hold. */
INLINE lanes bound_of(enum ck_blocks format, lanes step, lanes offset) {
    /* Only −128 lies further from zero than 127, and is a byte too unless the scale is negative. */
    if (format == ck_q8_0) return choose(step >= 0, step * 127.0f, step * -128.0f);
    float top = format == ck_q6_K ? 63 : format == ck_q5_0 || format == ck_q5_1 || format == ck_q5_K ? 31 : 15;
    lanes low = __builtin_elementwise_abs(offset), high = __builtin_elementwise_abs(step * top - offset);
    return choose(low > high, low, high);
}

/* A group's blocks of one panel: what their weights mean, two halves each, and the largest that they can hold. */
struct meanings {
    lanes steps[2 * BLOCKS_IN_GROUP], offsets[2 * BLOCKS_IN_GROUP], most;
};

INLINE void read_meanings(enum ck_blocks format, const uint8_t *scales, size_t first, size_t blocks,
                          struct meanings *m) {
    size_t in_unit = layout_blocks_in_unit(format);
    lanes strange = splat(0);
    m->most = splat(0);
    for (size_t b = 0; b < blocks; b++) {
        const uint8_t *unit = scales + (first + b) / in_unit * layout_scale_bytes(format);
        for (size_t half = 0; half < 2; half++) {
            lanes step, offset;
            meaning_of(format, unit, (first + b) % in_unit, half, &step, &offset);
            lanes bound = bound_of(format, step, offset);
            m->most = choose(bound > m->most, bound, m->most);
            /* NaN where one of both is NaN or infinite, otherwise zero. */
            strange += (step - step) + (offset - offset);
            m->steps[2 * b + half] = step;
            m->offsets[2 * b + half] = offset;
        }
    }
    m->most += strange;
}

/* Writes a block's bytes of one panel: byte = weight / scale + 128, rounded. */
INLINE void write_bytes(enum ck_blocks format, const uint8_t *planes, const struct meanings *m, size_t b, lanes inverse,
                        uint8_t *target) {
    int_lanes sound = m->most <= 3.40282347e38f;
    lanes step, offset;
#pragma clang loop unroll(full)
    for (size_t g = 0; g < 8; g++) {
        if (g % 4 == 0) {
            step = choose(sound, m->steps[2 * b + g / 4] * inverse, splat(0));
            offset = choose(sound, splat(128.5f) - m->offsets[2 * b + g / 4] * inverse, splat(128));
        }
        byte_lanes group = group_of(format, planes, g);
        int_lanes bytes = {};
#pragma clang loop unroll(full)
        for (int k = 0; k < 4; k++) {
            lanes level = multiply_add(input_of(group, k), step, offset);
            bytes |= __builtin_convertvector(level, int_lanes) << 8 * k;
        }
        memcpy(target + g * STRIP_QUAD, &bytes, sizeof bytes);
    }
}

/* Writes one half of a strip; the format is a constant where this is called. */
INLINE void write_half(enum ck_blocks format, const uint8_t *panel, size_t inputs, size_t first, size_t groups,
                       uint8_t *strip) {
    const uint8_t *planes = panel + layout_planes(format, inputs);
    byte_lanes zeros = (byte_lanes){} + 128;
    for (size_t g = 0; g < groups; g++, strip += STRIP_GROUP) {
        size_t block = (first + g) * BLOCKS_IN_GROUP, all = inputs / 32;
        size_t blocks = block >= all ? 0 : all - block < BLOCKS_IN_GROUP ? all - block : BLOCKS_IN_GROUP;
        struct meanings m;
        read_meanings(format, panel, block, blocks, &m);
        lanes inverse = choose(m.most > 0, splat(127) / m.most, splat(0));
        for (size_t b = 0; b < blocks; b++) {
            write_bytes(format, planes + (block + b) * layout_plane_bytes(format), &m, b, inverse,
                        strip + b * 8 * STRIP_QUAD);
        }
        for (size_t quad = 8 * blocks; quad < ck_strip_inputs / 4; quad++) {
            memcpy(strip + quad * STRIP_QUAD, &zeros, sizeof zeros);
        }
        lanes scales = m.most / 127.0f;
        memcpy(strip + STRIP_SCALES, &scales, sizeof scales);
    }
}

INLINE void write_strip(enum ck_blocks format, const uint8_t *panels, size_t inputs, size_t outputs, size_t first,
                        size_t groups, uint8_t *strip) {
    write_half(format, panels, inputs, first, groups, strip);
    if (outputs > ck_panel_outputs) {
        size_t bytes = layout_planes(format, inputs) + inputs / 32 * layout_plane_bytes(format);
        write_half(format, panels + bytes, inputs, first, groups, strip + 64);
    } else {
        byte_lanes zeros = (byte_lanes){} + 128;
        lanes scales = splat(0);
        for (size_t g = 0; g < groups; g++, strip += STRIP_GROUP) {
            for (size_t quad = 0; quad < ck_strip_inputs / 4; quad++) {
                memcpy(strip + quad * STRIP_QUAD + 64, &zeros, sizeof zeros);
            }
            memcpy(strip + STRIP_SCALES + 64, &scales, sizeof scales);
        }
    }
}

void VARIANT(ck_strip_from_panels)(enum ck_blocks format, const uint8_t *panels, size_t inputs, size_t outputs,
                                   size_t first, size_t groups, uint8_t *strip) {
    switch (format) {
    case ck_q4_0: write_strip(ck_q4_0, panels, inputs, outputs, first, groups, strip); break;
    case ck_q5_0: write_strip(ck_q5_0, panels, inputs, outputs, first, groups, strip); break;
    case ck_q5_1: write_strip(ck_q5_1, panels, inputs, outputs, first, groups, strip); break;
    case ck_q8_0: write_strip(ck_q8_0, panels, inputs, outputs, first, groups, strip); break;
    case ck_q4_K: write_strip(ck_q4_K, panels, inputs, outputs, first, groups, strip); break;
    case ck_q5_K: write_strip(ck_q5_K, panels, inputs, outputs, first, groups, strip); break;
    case ck_q6_K: write_strip(ck_q6_K, panels, inputs, outputs, first, groups, strip); break;
    case ck_awq_128: write_strip(ck_awq_128, panels, inputs, outputs, first, groups, strip); break;
    }
}

INLINE int_lanes larger(int_lanes a, int_lanes b) { return __builtin_elementwise_max(a, b); }

/* Quantises up to 128 activations into row r's places of a bundle's group. */
INLINE void write_row_group(const float *x, size_t count, size_t r, uint8_t *group) {
    enum { VECTORS = ck_strip_inputs / LANES };
    lanes values[VECTORS];
    /* As integers the bits of magnitudes are ordered as the numbers are: NaN above infinity above all others. */
    int_lanes most = {};
#pragma clang loop unroll(full)
    for (size_t v = 0; v < VECTORS; v++) {
        size_t at = v * LANES;
        values[v] = count >= at + LANES ? load(x + at) : count > at ? load_part(x + at, count - at, 0) : splat(0);
        most = larger(most, (int_lanes)values[v] & 0x7FFFFFFF);
    }
    int32_t bits = __builtin_reduce_max(most);
    float largest, inverse = 0, scale = 0;
    memcpy(&largest, &bits, sizeof bits);
    if (bits >= 0x7F800000) {
        scale = NAN;
    } else if (largest > 0x1p-119f) {
        /* Below that 127 / largest would overflow, and all bytes are 0. */
        inverse = 127.0f / largest;
        scale = largest / 127.0f;
    }
    int_lanes sums = {};
#pragma clang loop unroll(full)
    for (size_t v = 0; v < VECTORS; v++) {
        /* Adding 1.5·2^23 rounds to a whole number, which then stands in the lowest bits. */
        int_lanes levels = (int_lanes)(values[v] * inverse + 0x1.8p23f) - 0x4B400000;
        if (inverse == 0) levels = (int_lanes){};
        sums += levels;
        sixteen_bytes bytes = __builtin_convertvector(levels, sixteen_bytes);
        uint32_t words[4];
        memcpy(words, &bytes, sizeof words);
#pragma clang loop unroll(full)
        for (size_t w = 0; w < 4; w++) {
            memcpy(group + (4 * v + w) * BUNDLE_QUAD + 4 * r, words + w, sizeof words[w]);
        }
    }
    int32_t start = -128 * __builtin_reduce_add(sums);
    memcpy(group + BUNDLE_STARTS + 4 * r, &start, sizeof start);
    memcpy(group + BUNDLE_SCALES + 4 * r, &scale, sizeof scale);
}

void VARIANT(ck_bundle_from_rows)(const float *x, size_t stride, size_t rows, size_t inputs, uint8_t *bundle) {
    /* Group by group, so that the rows of one stay in the processor's first cache until all are written. */
    for (size_t i = 0; i < inputs; i += ck_strip_inputs, bundle += BUNDLE_GROUP) {
        for (size_t r = 0; r < rows; r++) write_row_group(x + r * stride + i, inputs - i, r, bundle);
    }
}
