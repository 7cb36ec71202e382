/* The product of CKernelsQuantised.h as VARIANT(ck_multiply_panels); included once by each variant's file. */
#include "dot.h"

#include "product.h"

/* The most rows of x that are multiplied with a panel at once: as many as there are registers for. */
enum { ROWS_AT_ONCE = CK_DOT == CK_DOT_AVX512_VNNI ? 8 : 4 };

/* What the products of a half block begin with: the zero point's share. */
INLINE int_lanes start_of(enum ck_blocks format, const struct ck_levels *x, size_t half) {
    int zero = layout_zero_bits(format);
    if (zero < 0 || (format == ck_q8_0 && CK_SIGNED_BYTES)) return (int_lanes){};
    return (int_lanes){} - x->halves[half] * (1 << zero);
}

/* sums[r] and others[r] = the products of groups 0 to 3 and 4 to 7 of block b with row r; but where rows are many enough to keep the processor busy and the scale is one, others[r] is left out of use and sums[r] is of all. */
INLINE void block_products(enum ck_blocks format, const uint8_t *planes, const struct ck_levels *x, size_t x_stride,
                           size_t b, size_t rows, int_lanes *sums, int_lanes *others) {
    bool apart = format == ck_q6_K || rows <= 2;
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
        sums[r] = start_of(format, x + r * x_stride, 2 * b);
        int_lanes start = start_of(format, x + r * x_stride, 2 * b + 1);
        if (apart) others[r] = start;
        else sums[r] += start;
    }
#pragma clang loop unroll(full)
    for (size_t g = 0; g < 8; g++) {
        byte_lanes group = group_of(format, planes, g);
        int_lanes *target = apart && g >= 4 ? others : sums;
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            int32_t word;
            memcpy(&word, x[r * x_stride].levels + 32 * b + 4 * g, sizeof word);
            target[r] = format == ck_q8_0 ? dot_of_bytes(target[r], group, word) : dot(target[r], group, word);
        }
    }
    if (!apart || format == ck_q6_K) return;
    for (size_t r = 0; r < rows; r++) sums[r] += others[r];
}

/* Adds block b's products to sums[r]; `scales` are those of its unit. For formats in larger units what is added is still to be multiplied by d. */
INLINE void add_block(enum ck_blocks format, const uint8_t *planes, const uint8_t *scales, const struct ck_levels *x,
                      size_t x_stride, size_t b, size_t rows, lanes *sums, lanes *minima) {
    int_lanes dots[ROWS_AT_ONCE], others[ROWS_AT_ONCE];
    block_products(format, planes, x, x_stride, b, rows, dots, others);
    const uint8_t *own = scales + (format == ck_q6_K ? 32 : 64) + 32 * b;
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
        float scale = x[r * x_stride].scales[b], sum = x[r * x_stride].sums[b];
        lanes products = __builtin_convertvector(dots[r], lanes);
        if (format == ck_q6_K) {
            lanes scaled = products * signed_bytes_at(own);
            scaled = multiply_add(__builtin_convertvector(others[r], lanes), signed_bytes_at(own + 16), scaled);
            sums[r] = multiply_add(scaled, splat(scale), sums[r]);
        } else if (format == ck_q4_K || format == ck_q5_K) {
            sums[r] = multiply_add(products, bytes_at(own) * scale, sums[r]);
            minima[r] = multiply_add(bytes_at(own + 16), splat(sum), minima[r]);
        } else if (format == ck_awq_128) {
            sums[r] = multiply_add(products, splat(scale), sums[r]);
            minima[r] += sum;
        } else {
            sums[r] = multiply_add(products, halves_at(scales) * scale, sums[r]);
            if (format == ck_q5_1) sums[r] = multiply_add(halves_at(scales + 32), splat(sum), sums[r]);
        }
    }
}

/* Multiplies what the blocks of a unit add up to with the unit's scales, and adds it to sums[r]. */
INLINE void add_unit(enum ck_blocks format, const uint8_t *scales, size_t rows, const lanes *parts, const lanes *minima,
                     lanes *sums) {
    for (size_t r = 0; r < rows; r++) {
        if (format == ck_awq_128) {
            lanes products = multiply_add(-bytes_at(scales + 32), minima[r], parts[r]);
            sums[r] = multiply_add(halves_at(scales), products, sums[r]);
            continue;
        }
        sums[r] = multiply_add(halves_at(scales), parts[r], sums[r]);
        if (format != ck_q6_K) sums[r] = multiply_add(-halves_at(scales + 32), minima[r], sums[r]);
    }
}

/* How far ahead planes are fetched: further than the processor's own prefetching, which ends at each 4096 bytes. */
enum { AHEAD = 4096 };

/* sums[r] = a panel times row r of x; format and rows are constants where this is called. */
INLINE void multiply_panel(enum ck_blocks format, const uint8_t *panel, size_t inputs, const struct ck_levels *x,
                           size_t x_stride, size_t rows, lanes *sums) {
    const uint8_t *planes = panel + layout_planes(format, inputs);
    size_t in_unit = layout_blocks_in_unit(format), blocks = inputs / 32;
    for (size_t r = 0; r < rows; r++) sums[r] = splat(0);
    for (size_t b = 0; b < blocks; b += in_unit, panel += layout_scale_bytes(format)) {
        lanes parts[ROWS_AT_ONCE], minima[ROWS_AT_ONCE];
        for (size_t r = 0; r < rows; r++) parts[r] = minima[r] = splat(0);
        for (size_t j = b; j < b + in_unit; j++, planes += layout_plane_bytes(format)) {
            for (size_t line = 0; line < layout_plane_bytes(format); line += 64) {
                __builtin_prefetch(planes + line + AHEAD);
            }
            add_block(format, planes, panel, x + j / 8, x_stride, j % 8, rows, in_unit == 1 ? sums : parts, minima);
        }
        if (in_unit > 1) add_unit(format, panel, rows, parts, minima, sums);
    }
}

/* All panels times `rows` rows of x from `row` on; format and rows are constants where this is called. */
INLINE void multiply_rows(enum ck_blocks format, const struct product *p, size_t row, size_t rows) {
    size_t bytes = layout_planes(format, p->inputs) + p->inputs / 32 * layout_plane_bytes(format);
    const uint8_t *panel = p->panels;
    for (size_t first = 0; first < p->outputs; first += ck_panel_outputs, panel += bytes) {
        lanes sums[ROWS_AT_ONCE];
        multiply_panel(format, panel, p->inputs, p->x + row * p->x_stride, p->x_stride, rows, sums);
        size_t count = p->outputs - first < ck_panel_outputs ? p->outputs - first : ck_panel_outputs;
        for (size_t r = 0; r < rows; r++) {
            if (p->bias) {
                sums[r] += count < LANES ? load_part(p->bias + first, count, 0) : load(p->bias + first);
            }
            store_part(p->y + (row + r) * p->y_stride + first, sums[r], count);
        }
    }
}

INLINE void multiply(enum ck_blocks format, const struct product *p, size_t rows) {
    size_t row = 0;
#if CK_DOT == CK_DOT_AVX512_VNNI
    for (; row + 8 <= rows; row += 8) multiply_rows(format, p, row, 8);
#endif
    for (; row + 4 <= rows; row += 4) multiply_rows(format, p, row, 4);
    for (; row + 2 <= rows; row += 2) multiply_rows(format, p, row, 2);
    for (; row < rows; row++) multiply_rows(format, p, row, 1);
}

void VARIANT(ck_multiply_panels)(enum ck_blocks format, const struct product *p, size_t rows) {
    switch (format) {
    case ck_q4_0: multiply(ck_q4_0, p, rows); break;
    case ck_q5_0: multiply(ck_q5_0, p, rows); break;
    case ck_q5_1: multiply(ck_q5_1, p, rows); break;
    case ck_q8_0: multiply(ck_q8_0, p, rows); break;
    case ck_q4_K: multiply(ck_q4_K, p, rows); break;
    case ck_q5_K: multiply(ck_q5_K, p, rows); break;
    case ck_q6_K: multiply(ck_q6_K, p, rows); break;
    case ck_awq_128: multiply(ck_awq_128, p, rows); break;
    }
}
