#include "../exact.h"

#include "CKernelsBlocks.h"

#include <string.h>

#include "../half.h"
#include "cloned.h"

static inline float half_at(const uint8_t *bytes) {
    uint16_t half;
    memcpy(&half, bytes, sizeof half);
    return float_from_half(half);
}

/* d, 16 bytes: low nibbles are elements 0 to 15, high ones 16 to 31; w = d · (q − 8). */
CLONED void ck_row_from_q4_0(const void *source, float *target, size_t blocks) {
    const uint8_t *block = source;
    for (size_t b = 0; b < blocks; b++, block += 18, target += 32) {
        float d = half_at(block);
        const uint8_t *q = block + 2;
        for (int i = 0; i < 16; i++) target[i] = d * (float)((q[i] & 15) - 8);
        for (int i = 0; i < 16; i++) target[i + 16] = d * (float)((q[i] >> 4) - 8);
    }
}

/* The 32 fifth bits of a block of 32, of which bit i belongs to element i. */
static inline uint32_t word_at(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* d, fifth bits, 16 bytes of nibbles as in q4_0; w = d · (q − 16). */
CLONED void ck_row_from_q5_0(const void *source, float *target, size_t blocks) {
    const uint8_t *block = source;
    for (size_t b = 0; b < blocks; b++, block += 22, target += 32) {
        float d = half_at(block);
        uint32_t high = word_at(block + 2);
        const uint8_t *q = block + 6;
        for (uint32_t i = 0; i < 16; i++) {
            target[i] = d * (float)((int32_t)((q[i] & 15u) | (high >> i & 1u) << 4) - 16);
        }
        for (uint32_t i = 0; i < 16; i++) {
            target[i + 16] = d * (float)((int32_t)((q[i] >> 4u) | (high >> (i + 16) & 1u) << 4) - 16);
        }
    }
}

/* d, m, fifth bits, 16 bytes of nibbles as in q4_0; w = d · q + m. */
CLONED void ck_row_from_q5_1(const void *source, float *target, size_t blocks) {
    const uint8_t *block = source;
    for (size_t b = 0; b < blocks; b++, block += 24, target += 32) {
        float d = half_at(block);
        float m = half_at(block + 2);
        uint32_t high = word_at(block + 4);
        const uint8_t *q = block + 8;
        for (uint32_t i = 0; i < 16; i++) {
            target[i] = d * (float)(int32_t)((q[i] & 15u) | (high >> i & 1u) << 4) + m;
        }
        for (uint32_t i = 0; i < 16; i++) {
            target[i + 16] = d * (float)(int32_t)((q[i] >> 4u) | (high >> (i + 16) & 1u) << 4) + m;
        }
    }
}

/* d, 32 signed bytes; w = q · d. */
CLONED void ck_row_from_q8_0(const void *source, float *target, size_t blocks) {
    const uint8_t *block = source;
    for (size_t b = 0; b < blocks; b++, block += 34, target += 32) {
        float d = half_at(block);
        const uint8_t *q = block + 2;
        for (int i = 0; i < 32; i++) target[i] = (float)(int8_t)q[i] * d;
    }
}

/* The 6-bit scale and minimum of sub-block j, of the eight packed into 12 bytes. */
static inline void scale_and_minimum(const uint8_t *packed, int j, float *scale, float *minimum) {
    if (j < 4) {
        *scale = (float)(packed[j] & 63);
        *minimum = (float)(packed[j + 4] & 63);
    } else {
        *scale = (float)((packed[j + 4] & 15) | (packed[j - 4] >> 6) << 4);
        *minimum = (float)((packed[j + 4] >> 4) | (packed[j] >> 6) << 4);
    }
}

/* d, dmin, 12 bytes of scales, 128 bytes: bytes 32g to 32g + 31 hold sub-block 2g in their low nibbles and 2g + 1 in their high ones; w = (d · scale) · q − dmin · minimum. */
CLONED void ck_row_from_q4_K(const void *source, float *target, size_t blocks) {
    const uint8_t *block = source;
    for (size_t b = 0; b < blocks; b++, block += 144) {
        float d = half_at(block);
        float dmin = half_at(block + 2);
        for (int j = 0; j < 8; j++, target += 32) {
            float scale, minimum;
            scale_and_minimum(block + 4, j, &scale, &minimum);
            float step = d * scale;
            float offset = dmin * minimum;
            const uint8_t *q = block + 16 + j / 2 * 32;
            int shift = j % 2 * 4;
            for (int i = 0; i < 32; i++) target[i] = step * (float)(q[i] >> shift & 15) - offset;
        }
    }
}

/* d, dmin, 12 bytes of scales, 32 bytes of fifth bits, 128 bytes of nibbles as in q4_K; bit j of byte i of the fifth bits belongs to element i of sub-block j. */
CLONED void ck_row_from_q5_K(const void *source, float *target, size_t blocks) {
    const uint8_t *block = source;
    for (size_t b = 0; b < blocks; b++, block += 176) {
        float d = half_at(block);
        float dmin = half_at(block + 2);
        const uint8_t *high = block + 16;
        for (int j = 0; j < 8; j++, target += 32) {
            float scale, minimum;
            scale_and_minimum(block + 4, j, &scale, &minimum);
            float step = d * scale;
            float offset = dmin * minimum;
            const uint8_t *q = block + 48 + j / 2 * 32;
            int shift = j % 2 * 4;
            for (int i = 0; i < 32; i++) {
                target[i] = step * (float)((q[i] >> shift & 15) | (high[i] >> j & 1) << 4) - offset;
            }
        }
    }
}

/* 128 bytes of low nibbles, 64 of high bit pairs, 16 signed scales, d; w = (d · scale) · (q − 32). Each half of 128 elements has 64 low bytes (for quarters 0 and 1 in the low nibbles, 2 and 3 in the high ones) and 32 high bytes (quarter k in bits 2k and 2k + 1). */
CLONED void ck_row_from_q6_K(const void *source, float *target, size_t blocks) {
    const uint8_t *block = source;
    for (size_t b = 0; b < blocks; b++, block += 210) {
        float d = half_at(block + 208);
        for (int sub = 0; sub < 16; sub++, target += 16) {
            int half = sub / 8, quarter = sub / 2 % 4, side = sub % 2 * 16;
            float step = d * (float)(int8_t)block[192 + sub];
            const uint8_t *low = block + half * 64 + quarter % 2 * 32 + side;
            const uint8_t *high = block + 128 + half * 32 + side;
            int low_shift = quarter / 2 * 4, high_shift = quarter * 2;
            for (int i = 0; i < 16; i++) {
                int q = (low[i] >> low_shift & 15) | (high[i] >> high_shift & 3) << 4;
                target[i] = step * (float)(q - 32);
            }
        }
    }
}
