#ifndef CKERNELS_QUANTISED_H
#define CKERNELS_QUANTISED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CKernelsBlocks.h"

/* Products of block-quantised weights with activations quantised to int8: products and sums of integers, one float product a block. Weights are never written out as floats; they are repacked once, sixteen outputs side by side, so that a vector register holds what belongs to sixteen results. */

/* What a processor can do, from less to more; a kernel is told which to use. The last two also multiply bfloat16 (CKernelsTiles.h), in vectors or with AMX. */
enum ck_instructions { ck_portable, ck_avx2, ck_avx_vnni, ck_avx512_vnni, ck_avx512_bf16, ck_amx };

/* Whether processor and kernel support them. For ck_amx this requests the permission for AMX tiles for the process (ARCH_REQ_XCOMP_PERM). */
bool ck_has(enum ck_instructions instructions);

/* Those with which this processor is fastest. */
enum ck_instructions ck_best_instructions(void);

/* The block formats of llama.cpp, and AutoAWQ's with 128 inputs to a scale; CKernelsBlocks.h tells their layouts. */
enum ck_blocks { ck_q4_0, ck_q5_0, ck_q5_1, ck_q8_0, ck_q4_K, ck_q5_K, ck_q6_K, ck_awq_128 };

/* The outputs that lie side by side in a panel. */
enum { ck_panel_outputs = 16 };

/* The bytes of a panel, a multiple of 64: within 3 % of those of the rows that it is made of. `inputs` is a multiple of the format's block. */
size_t ck_panel_bytes(enum ck_blocks format, size_t inputs);

/* Lays `outputs` (1 to ck_panel_outputs) rows of `inputs` stored weights side by side; absent outputs become zeros. `rows` needs no alignment, `panel` is aligned to 64 bytes. */
void ck_pack_panel(enum ck_blocks format, const void *rows, size_t inputs, size_t outputs, void *panel);

/* Writes a panel's output `output` (0 to ck_panel_outputs − 1) as the stored row that it was packed from, byte for byte; of ck_q8_0, ck_q4_K and ck_q6_K. */
void ck_row_of_panel(enum ck_blocks format, const void *panel, size_t inputs, size_t output, void *row);

/* The panel of ck_awq_128 from a layer with groups of 128, of which output `first`, a multiple of 16, is the panel's first. A weight is (q − z) · s without the rounding to float16 that ck_rows_from_awq makes. */
void ck_pack_awq_panel(const struct ck_awq *layer, size_t first, void *panel);

/* 256 neighbouring activations, in eight blocks of 32: x ≈ scale · level, levels from −127 to 127. */
struct ck_levels {
    int8_t levels[256];
    int32_t halves[16]; /* sums of sixteen neighbouring levels */
    float scales[8];
    float sums[8]; /* scale · Σ level of each block */
};

/* Quantises `count` activations, a multiple of 32. Each level is the nearest, so a value is off by at most max |x| / 254 of its block. A block that holds NaN or infinity gets the scale NaN, so products with it are NaN. */
void ck_quantise(const float *x, size_t count, struct ck_levels *levels);

/* The same of 32 activations that follow `start` others, a multiple of 32, whose levels begin at `levels`. */
void ck_quantise_rest(const float *x, size_t start, struct ck_levels *levels);

/* y[r·y_stride + o] = Σ_i x[r][i] · w[o][i] (+ bias[o] unless NULL), for r < rows, o < outputs, from panels one after another; x[r] begins at x[r·x_stride]. All instruction sets give the same integers and add floats in the same order, so only whether products are fused makes a difference. */
void ck_multiply_panels(enum ck_instructions instructions, enum ck_blocks format, const void *panels, size_t inputs,
                        size_t outputs, const struct ck_levels *x, size_t x_stride, size_t rows, const float *bias,
                        float *y, size_t y_stride);

#endif
