#ifndef CKERNELS_LAYOUT_H
#define CKERNELS_LAYOUT_H

#include <stddef.h>

#include "CKernelsQuantised.h"

/* A panel has scales first, then planes of bits.
 *
 * Planes: for each 32 inputs eight groups of four, each byte_lanes of [16 outputs][4 inputs]. Where weights have four to six bits, vector j of four holds group j in its low nibbles and j + 4 in its high ones; a fifth bit of group g is bit g of one further vector; two further bits of group g are bits 2(g mod 4) of vector g / 4 of two. Eight bits lie as they are, made unsigned.
 *
 * Scales, sixteen of each side by side: of q4_0, q5_0 and q8_0 d (float16) for each 32 inputs, of q5_1 d and m; of q4_K and q5_K for each 256 inputs d and dmin (float16), then eight times scales and minima (a byte each); of q6_K d, then eight times the scales of 16 and 16 inputs (a signed byte each); of awq_128 for each 128 inputs s (float16) and z (a byte). */

static inline size_t layout_blocks_in_unit(enum ck_blocks format) {
    switch (format) {
    case ck_q4_K:
    case ck_q5_K:
    case ck_q6_K: return 8;
    case ck_awq_128: return 4;
    default: return 1;
    }
}

/* The bytes of scales of one unit of a panel. */
static inline size_t layout_scale_bytes(enum ck_blocks format) {
    switch (format) {
    case ck_q5_1:
    case ck_awq_128: return 64;
    case ck_q4_K:
    case ck_q5_K: return 64 + 8 * 32;
    case ck_q6_K: return 32 + 8 * 32;
    default: return 32;
    }
}

/* The bytes of planes for 32 inputs. */
static inline size_t layout_plane_bytes(enum ck_blocks format) {
    switch (format) {
    case ck_q5_0:
    case ck_q5_1:
    case ck_q5_K: return 256 + 64;
    case ck_q6_K: return 256 + 128;
    case ck_q8_0: return 512;
    default: return 256;
    }
}

/* Where a panel's planes begin. */
static inline size_t layout_planes(enum ck_blocks format, size_t inputs) {
    size_t units = inputs / 32 / layout_blocks_in_unit(format);
    return (units * layout_scale_bytes(format) + 63) / 64 * 64;
}

/* The value that stands for zero, as a power of two; −1 where it is zero itself. */
static inline int layout_zero_bits(enum ck_blocks format) {
    switch (format) {
    case ck_q4_0: return 3;
    case ck_q5_0: return 4;
    case ck_q6_K: return 5;
    case ck_q8_0: return 7;
    default: return -1;
    }
}

#endif
