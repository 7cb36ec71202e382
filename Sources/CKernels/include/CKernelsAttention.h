#ifndef CKERNELS_ATTENTION_H
#define CKERNELS_ATTENTION_H

#include <stddef.h>

#include "CKernelsQuantised.h"

/* Attention of many queries to the same keys in float32, some keys at a time; scores never leave the processor's cache. */

/* Keys and queries come in multiples of these, widths of rows in multiples of ck_attention_lanes. */
enum { ck_attention_lanes = 16, ck_attention_keys = 64, ck_attention_queries = 6 };

/* Writes `count` keys, rows `stride` apart, with inputs side by side for sixteen keys: element i of key t is panels[t / 16][i][t mod 16] of [⌈count / 64⌉ · 4, padded, 16], where `padded` is the width up to a multiple of 16; zeros stand for what is absent. */
void ck_attention_pack_keys(enum ck_instructions instructions, const float *keys, size_t stride, size_t count,
                            size_t width, float *panels);

/* Copies `count` rows to rows `padded` apart, times `factor`, with zeros behind and, up to `rows`, below. */
void ck_attention_copy_rows(enum ck_instructions instructions, const float *x, size_t stride, size_t count,
                            size_t width, float factor, size_t rows, float *target);

/* What one block of queries has gathered so far. */
struct ck_attention_block {
    const float *queries; /* [rows, padded], times 1 / √width */
    float *outputs;       /* [rows, padded], zeros at first */
    float *maxima, *sums; /* [rows], −∞ and 0 at first */
    size_t rows;          /* a multiple of ck_attention_queries */
};

/* One step of attention with a softmax that is brought up to date from keys to keys (Milakov and Gimelshein 2018): of the `count` keys row r sees the first `visible` + r · `step`, at least none and at most all. `values` is [count up to a multiple of 64, padded]; `scores` has room for `rows` times as many floats. */
void ck_attend_panels(enum ck_instructions instructions, const struct ck_attention_block *block, const float *panels,
                      const float *values, size_t count, size_t padded, ptrdiff_t visible, ptrdiff_t step,
                      float *scores);

#endif
