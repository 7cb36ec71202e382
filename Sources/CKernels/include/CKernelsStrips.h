#ifndef CKERNELS_STRIPS_H
#define CKERNELS_STRIPS_H

#include <stdbool.h>
#include <stddef.h>

#include "CKernelsQuantised.h"

/* Products of many rows with quantised weights in bytes: weights and activations become bytes with a scale for each group of 128 inputs, so that 128 products are added as integers before one is made with floats. Weights are written as strips of 32 outputs, some at a time, for all rows; activations as bundles of twelve rows, whose bytes lie side by side. All instruction sets give the same integers and add floats in the same order; a row's result does not depend on the others. */

enum { ck_strip_outputs = 32, ck_strip_inputs = 128, ck_bundle_rows = 12 };

/* The bytes of a strip and of a bundle with `groups` groups, multiples of 32. */
size_t ck_strip_bytes(size_t groups);
size_t ck_bundle_bytes(size_t groups);

/* Writes groups `first` to `first` + `groups` of `outputs` outputs from panels of `inputs` inputs as strips, one after another; inputs and outputs beyond are zeros. A weight is off by at most 1/254 of the largest that the blocks of its group can hold. A block with a scale that is NaN or infinity makes its group NaN. */
void ck_strips_from_panels(enum ck_instructions instructions, enum ck_blocks format, const void *panels, size_t inputs,
                           size_t outputs, size_t first, size_t groups, void *strips);

/* Quantises `rows` (1 to ck_bundle_rows) rows of `inputs` activations, `stride` floats apart, with zeros up to whole groups: each is off by at most 1/254 of the largest of its group. A group that holds NaN or infinity becomes NaN. */
void ck_bundle_from_rows(enum ck_instructions instructions, const float *x, size_t stride, size_t rows, size_t inputs,
                         void *bundle);

/* The same of rows that are first divided by their root mean squares and scaled by `gain`, as ck_rms_norm does it; `row` has room for one. */
void ck_bundle_from_normalised(enum ck_instructions instructions, const float *x, size_t stride, size_t rows,
                               size_t inputs, const float *gain, float epsilon, float *row, void *bundle);

/* y[r·y_stride + o] = Σ_i x[r][i] · w[o][i] + (adding ? y[r·y_stride + o] : 0) + (bias ? bias[o] : 0), for r < rows, o < outputs, the inputs being the groups of the strips. `bundles` begins with the first of these groups; bundles are `bundle_bytes` apart. */
void ck_multiply_strips(enum ck_instructions instructions, const void *bundles, size_t bundle_bytes, const void *strips,
                        size_t groups, size_t rows, size_t outputs, const float *bias, bool adding, float *y,
                        size_t y_stride);

/* The strips of a gate and of what it lets through, with their biases or NULL. */
struct ck_gated_strips {
    const void *gates, *ups;
    const float *gate_bias, *up_bias;
};

/* Multiplies with both and quantises g / (1 + exp(−g)) · u of the results as one group of bundles that are `result_bytes` apart; `outputs` is at most 128, and what lies beyond is zero. */
void ck_multiply_gated_strips(enum ck_instructions instructions, const void *bundles, size_t bundle_bytes,
                              const struct ck_gated_strips *strips, size_t groups, size_t rows, size_t outputs,
                              void *results, size_t result_bytes);

#endif
