#ifndef CKERNELS_TILES_H
#define CKERNELS_TILES_H

#include <stddef.h>
#include <stdint.h>

#include "CKernelsQuantised.h"
#include "CKernelsVectors.h"

/* Products of many rows on processors that multiply bfloat16 (ck_avx512_bf16, ck_amx): weights and activations are rounded to it, sums are float32. Weights are written as tiles of 16 outputs by 32 inputs, of which row p holds inputs 2p and 2p + 1 of each output. */

enum { ck_tile_outputs = 16, ck_tile_inputs = 32, ck_tile_elements = ck_tile_outputs * ck_tile_inputs };

/* Outputs and rows of x come in multiples of this. */
enum { ck_tile_pair = 32 };

/* target[i] = x[i] rounded to the nearest bfloat16, ties to even. */
void ck_round_to_bfloat16(const float *x, size_t count, uint16_t *target);

/* Writes inputs `first` to `first` + 32 · `steps` of a panel (CKernelsQuantised.h) of `inputs` inputs as `steps` tiles, one after another. `first` is a multiple of 32. */
void ck_tiles_from_panel(enum ck_blocks format, const void *panel, size_t inputs, size_t first, size_t steps,
                         uint16_t *tiles);

/* The same from `outputs` (1 to 16) rows of `inputs` plain weights, `stride` elements apart; what is beyond rows and inputs becomes zero. */
void ck_tiles_from_rows(enum ck_format format, const void *rows, size_t stride, size_t inputs, size_t outputs,
                        size_t first, size_t steps, uint16_t *tiles);

/* The same from columns: input i of output o is columns[i·stride + o], for `outputs` (1 to 16) and `inputs`, from the first on. */
void ck_tiles_from_columns(const float *columns, size_t stride, size_t inputs, size_t outputs, size_t steps,
                           uint16_t *tiles);

/* sums[r·outputs + o] += Σ_i x[r·x_stride + i] · w[o][i], for 32 rows of x, o < outputs (a multiple of 32), i < 32 · steps. Tile s of outputs 16t to 16t + 15 is tiles[(t·steps + s) · ck_tile_elements]. */
void ck_multiply_tiles(enum ck_instructions instructions, const uint16_t *x, size_t x_stride, const uint16_t *tiles,
                       size_t steps, size_t outputs, float *sums);

#endif
