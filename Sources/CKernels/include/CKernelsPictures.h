#ifndef CKERNELS_PICTURES_H
#define CKERNELS_PICTURES_H

#include <stddef.h>
#include <stdint.h>

/* Drops the fourth byte of `count` pixels and turns the other three round: blue, green, red, … become red, green, blue. */
void ck_pack_rgb(const uint8_t *pixels, size_t count, uint8_t *target);

/* Compresses bytes `start` to `end` of a picture's rows as blocks of RFC 1951; a row has `row_bytes`, its pixels three each. What stands before `start` may be repeated. If `is_last`, the stream ends there; else it ends at a whole byte, and the blocks of what follows may come after it. `tokens` is scratch for `token_count` (at least 1) symbols of a block; `target` has room for `capacity` bytes. Returns how many it wrote, or 0 if they did not fit. */
size_t ck_deflate_rows(const uint8_t *rows, size_t start, size_t end, size_t row_bytes, int is_last, uint32_t *tokens,
                       size_t token_count, uint8_t *target, size_t capacity);

/* Filters of pictures in whole numbers: each new value is Σ_t weights[t] · old[t] in fixed point with ck_filter_fraction bits after the point, rounded and held between 0 and 255. The sums must fit in 32 bits. */

enum { ck_filter_fraction = 22 };

/* target[i] = Σ_t weights[t] · rows[t·stride + i] for i < count; all are bytes. */
void ck_filter_rows(const uint8_t *rows, size_t stride, const int32_t *weights, size_t taps, uint8_t *target, size_t count);

/* The rows that ck_filter_columns takes at once. */
enum { ck_filtered_rows = 4 };

/* target[r·target_stride + x] = Σ_t weights[x·taps + t] · source[r·stride + starts[x] + t] for r < rows (at most ck_filtered_rows), x < count and t < lengths[x]; an element is a pixel of four bytes; strides count bytes. `scratch` has room for ck_filtered_rows rows of `width` pixels. */
void ck_filter_columns(const uint8_t *source, size_t stride, size_t rows, size_t width, const int32_t *starts,
                       const int32_t *lengths, const int32_t *weights, size_t taps, uint8_t *scratch, uint8_t *target,
                       size_t target_stride, size_t count);

#endif
