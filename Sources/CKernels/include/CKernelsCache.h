#ifndef CKERNELS_CACHE_H
#define CKERNELS_CACHE_H

#include <stddef.h>

#include "CKernelsQuantised.h"

/* Keys and values of tokens as a cache stores them, and attention that reads them as they are stored: each is read once for all query heads that share it. Products and sums are float32. */

/* How a key or value is stored: as it is, rounded to bfloat16 (off by at most 1/256 of itself), or as whole numbers from −127 to 127 with a scale for each row (off by at most 1/254 of the row's largest). */
enum ck_cache_format { ck_cache_float32, ck_cache_bfloat16, ck_cache_int8 };

/* The most tokens of a block, the query heads that are taken at once, and what the stored length of a row is a multiple of. */
enum { ck_cache_tokens = 256, ck_cache_heads = 4, ck_cache_unit = 16 };

/* Up to ck_cache_tokens tokens' keys and values of one head, rows `stride` elements apart; what is beyond a row's width is zero, and rows up to the next multiple of four can be read. Scales are for ck_cache_int8, one for each token. */
struct ck_cache_block {
    void *keys, *values;
    float *key_scales, *value_scales;
    size_t count, stride;
};

/* The bytes of an element. */
size_t ck_cache_element(enum ck_cache_format format);

/* Stores `width` floats as a row; the scale is written for ck_cache_int8 only. A row that holds NaN or infinity becomes one of NaN in ck_cache_int8, and one whose largest is below 2^-100 zeros. The same bytes on every processor. */
void ck_cache_store(enum ck_instructions instructions, enum ck_cache_format format, const float *x, size_t width,
                    void *row, float *scale);

/* Writes `count` stored rows as floats, `width` of each; both strides count elements. */
void ck_cache_load(enum ck_instructions instructions, enum ck_cache_format format, const void *rows,
                   const float *scales, size_t stride, size_t count, size_t width, float *target, size_t target_stride);

/* One step of attention over blocks, with a softmax that is brought up to date from block to block (Milakov and Gimelshein 2018):

       output[h] ← output[h] · exp(old maximum − new) + Σ_t exp(queries[h] · keys[t] − new maximum) · values[t]

   for h < heads. `queries` and `output` are [heads, stride], queries already divided by √width; maxima and sums, [heads], are −∞ and 0 at first, output 0. `scores` has room for ck_cache_heads · ck_cache_tokens floats. */
void ck_attend_block(enum ck_instructions instructions, enum ck_cache_format format, const struct ck_cache_block *block,
                     const float *queries, size_t heads, float *scores, float *maxima, float *sums, float *output);

#endif
