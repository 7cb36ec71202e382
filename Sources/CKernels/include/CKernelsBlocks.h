#ifndef CKERNELS_BLOCKS_H
#define CKERNELS_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/* The block formats of llama.cpp as float32, equal to the bit with gguf-py's `dequantize`: one rounding after each product and each difference, in its order. `source` needs no alignment; `target` has room for `blocks` times the block's length. */

/* 32 elements in 18 bytes. */
void ck_row_from_q4_0(const void *source, float *target, size_t blocks);
/* 32 elements in 22 bytes. */
void ck_row_from_q5_0(const void *source, float *target, size_t blocks);
/* 32 elements in 24 bytes. */
void ck_row_from_q5_1(const void *source, float *target, size_t blocks);
/* 32 elements in 34 bytes. */
void ck_row_from_q8_0(const void *source, float *target, size_t blocks);
/* 256 elements in 144 bytes. */
void ck_row_from_q4_K(const void *source, float *target, size_t blocks);
/* 256 elements in 176 bytes. */
void ck_row_from_q5_K(const void *source, float *target, size_t blocks);
/* 256 elements in 210 bytes. */
void ck_row_from_q6_K(const void *source, float *target, size_t blocks);

/* The other way: weights written in a block format, with the steps that miss least of them by least squares among those tried; each weight gets its nearest level. `x` has `blocks` times the block's length. A block that holds NaN or infinity gets the scale NaN. The same bytes on every processor. */
void ck_row_to_q8_0(const float *x, void *target, size_t blocks);
void ck_row_to_q4_K(const float *x, void *target, size_t blocks);
void ck_row_to_q6_K(const float *x, void *target, size_t blocks);

/* A linear layer as AutoAWQ's "gemm" version packs it, four bits an element: eight neighbouring outputs to a word, in the order 0, 2, 4, 6, 1, 3, 5, 7 from the lowest bits. Pointers need no alignment. */
struct ck_awq {
    const void *weights; /* int32 [inputs, outputs / 8] */
    const void *zeros;   /* int32 [inputs / group, outputs / 8] */
    const void *scales;  /* float16 [inputs / group, outputs] */
    size_t inputs, outputs, group;
};

/* target[r·inputs + k] = float16((q − z) · s) of output first + r and input k, for r < count. */
void ck_rows_from_awq(const struct ck_awq *layer, size_t first, size_t count, float *target);

#endif
