#ifndef CKERNELS_VECTORS_H
#define CKERNELS_VECTORS_H

#include <stddef.h>

/* Kernels on vectors of float32, each compiled for AVX-512, for AVX2 with FMA, and portably; the processor at hand decides at run time. Sums run in 16 lanes that are added as a tree, so a result does not depend on the instruction set's width (only on whether products are fused). */

/* How the weights of a matrix lie in memory; they need no alignment. */
enum ck_format { ck_float32 = 0, ck_float16 = 1, ck_bfloat16 = 2 };

/* The most rows that ck_few_rows takes. */
enum { ck_most_few_rows = 4 };

/* target[i] = source[i] for i < count; source is of `format`. */
void ck_widen(const void *source, enum ck_format format, float *target, size_t count);

/* y[r·y_stride + o] = Σ_i x[r·x_stride + i] · w[o·inputs + i] (+ bias[o] unless NULL), for r < rows (1 to ck_most_few_rows), o < outputs. */
void ck_few_rows(const void *w, enum ck_format format, size_t inputs, size_t outputs, const float *x, size_t x_stride,
                 size_t rows, const float *bias, float *y, size_t y_stride);

/* y[i] = x[i] / √(Σ x² / width + epsilon) · gain[i] for i < width; y may be x. */
void ck_rms_norm(const float *x, const float *gain, float epsilon, float *y, size_t width);

/* gate[i] = gate[i] / (1 + exp(−gate[i])) · up[i]. */
void ck_silu_times(float *gate, const float *up, size_t count);

/* x[i] = x[i] / 2 · (1 + erf(x[i] / √2)). */
void ck_gelu(float *x, size_t count);

/* x[i] = x[i] + y[i]. */
void ck_add(float *x, const float *y, size_t count);

/* x[i] = max(x[i], 0). */
void ck_rectify(float *x, size_t count);

/* x[i] = x[i] · factor. */
void ck_scale(float *x, float factor, size_t count);

/* x[i] = exp(x[i] − max x) / Σ exp(x − max x); count ≥ 1. */
void ck_softmax(float *x, size_t count);

/* One step of a softmax over blocks (Milakov and Gimelshein 2018, algorithm 3). Of a row's `length` scores the first `valid` count, the others become 0. *maximum and *sum hold what earlier blocks left (−∞ and 0 at first). Replaces scores by exp(score − new maximum), brings *maximum and *sum up to date and returns exp(old maximum − new maximum), by which what was gathered so far must be multiplied. */
float ck_softmax_step(float *scores, size_t valid, size_t length, float *maximum, float *sum);

/* Turns the pairs (x[i], x[i + half]) by the angles whose cosines and sines are given: x[i]·cos[i] − x[i+half]·sin[i] and x[i+half]·cos[i] + x[i]·sin[i], for i < half. */
void ck_rotate(float *x, const float *cosines, const float *sines, size_t half);

/* The index of the first largest value, passing over NaN; 0 where there is none. */
size_t ck_argmax(const float *x, size_t count);

#endif
