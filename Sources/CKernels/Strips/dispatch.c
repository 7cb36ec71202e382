#include "../exact.h"

#include <string.h>

#include "layout.h"

#include "CKernelsVectors.h"

#define DECLARE(variant)                                                                                               \
    void ck_strip_from_panels_##variant(enum ck_blocks format, const uint8_t *panels, size_t inputs, size_t outputs,   \
                                        size_t first, size_t groups, uint8_t *strip);                                  \
    void ck_bundle_from_rows_##variant(const float *x, size_t stride, size_t rows, size_t inputs, uint8_t *bundle);    \
    void ck_multiply_strip_##variant(const uint8_t *bundle, const uint8_t *strip, size_t groups, size_t rows,          \
                                     float *sums, size_t stride);

/* Calls the variant of `name` for `instructions`. */
#if defined(__x86_64__)
#define CALL(name, ...)                                                                                                \
    switch (instructions) {                                                                                            \
    case ck_amx:                                                                                                       \
    case ck_avx512_bf16:                                                                                               \
    case ck_avx512_vnni: name##_avx512_vnni(__VA_ARGS__); break;                                                       \
    case ck_avx_vnni: name##_avx_vnni(__VA_ARGS__); break;                                                             \
    case ck_avx2: name##_avx2(__VA_ARGS__); break;                                                                     \
    default: name##_portable(__VA_ARGS__); break;                                                                      \
    }
DECLARE(avx512_vnni)
DECLARE(avx_vnni)
DECLARE(avx2)
#else
#define CALL(name, ...) (void)instructions, name##_portable(__VA_ARGS__);
#endif
DECLARE(portable)

size_t ck_strip_bytes(size_t groups) { return groups * STRIP_GROUP; }

size_t ck_bundle_bytes(size_t groups) { return groups * BUNDLE_GROUP; }

void ck_strips_from_panels(enum ck_instructions instructions, enum ck_blocks format, const void *panels, size_t inputs,
                           size_t outputs, size_t first, size_t groups, void *strips) {
    const uint8_t *panel = panels;
    uint8_t *strip = strips;
    size_t step = ck_strip_outputs / ck_panel_outputs * ck_panel_bytes(format, inputs);
    for (size_t o = 0; o < outputs; o += ck_strip_outputs, panel += step, strip += ck_strip_bytes(groups)) {
        CALL(ck_strip_from_panels, format, panel, inputs, outputs - o, first, groups, strip)
    }
}

void ck_bundle_from_rows(enum ck_instructions instructions, const float *x, size_t stride, size_t rows, size_t inputs,
                         void *bundle) {
    CALL(ck_bundle_from_rows, x, stride, rows, inputs, bundle)
}

void ck_bundle_from_normalised(enum ck_instructions instructions, const float *x, size_t stride, size_t rows,
                               size_t inputs, const float *gain, float epsilon, float *row, void *bundle) {
    for (size_t r = 0; r < rows; r++) {
        ck_rms_norm(x + r * stride, gain, epsilon, row, inputs);
        /* Each row's bytes lie four behind those of the one before. */
        CALL(ck_bundle_from_rows, row, 0, 1, inputs, (uint8_t *)bundle + 4 * r)
    }
}

/* Sums of a bundle's rows with a strip. */
struct sums {
    _Alignas(64) float rows[ck_bundle_rows][ck_strip_outputs];
};

/* What sums begin with; those of absent outputs are zero. */
static inline void start_sums(struct sums *sums, size_t rows, size_t count, const float *bias, const float *y,
                              size_t y_stride) {
    for (size_t r = 0; r < rows; r++) {
        float *sum = sums->rows[r];
        if (count < ck_strip_outputs || (!bias && !y)) memset(sum, 0, sizeof sums->rows[r]);
        if (count == ck_strip_outputs) {
            /* As long as the compiler knows the length, nothing is called. */
            if (y) memcpy(sum, y + r * y_stride, sizeof sums->rows[r]);
            else if (bias) memcpy(sum, bias, sizeof sums->rows[r]);
        } else if (y || bias) {
            memcpy(sum, y ? y + r * y_stride : bias, count * sizeof *sum);
        }
        for (size_t o = 0; y && bias && o < count; o++) sum[o] += bias[o];
    }
}

/* Has the processor fetch where sums will be stored, or what the next begin with, while it multiplies. */
static inline void fetch(const float *y, size_t y_stride, size_t rows) {
    for (size_t r = 0; r < rows; r++) {
        __builtin_prefetch(y + r * y_stride, 1);
        __builtin_prefetch(y + r * y_stride + ck_strip_outputs / 2, 1);
    }
}

static inline void store_sums(const struct sums *sums, size_t rows, size_t count, float *y, size_t y_stride) {
    for (size_t r = 0; r < rows; r++) {
        if (count == ck_strip_outputs) memcpy(y + r * y_stride, sums->rows[r], sizeof sums->rows[r]);
        else memcpy(y + r * y_stride, sums->rows[r], count * sizeof *y);
    }
}

static void multiply_bundle(enum ck_instructions instructions, const void *bundle, const uint8_t *strip, size_t groups,
                            size_t rows, size_t outputs, const float *bias, bool adding, float *y, size_t y_stride) {
    struct sums sums;
    for (size_t o = 0; o < outputs; o += ck_strip_outputs, strip += ck_strip_bytes(groups)) {
        size_t count = outputs - o < ck_strip_outputs ? outputs - o : ck_strip_outputs;
        start_sums(&sums, rows, count, bias ? bias + o : NULL, adding ? y + o : NULL, y_stride);
        fetch(y + o + (adding ? ck_strip_outputs : 0), y_stride, rows);
        CALL(ck_multiply_strip, bundle, strip, groups, rows, sums.rows[0], ck_strip_outputs)
        store_sums(&sums, rows, count, y + o, y_stride);
    }
}

static inline size_t rows_of_bundle(size_t first, size_t rows) {
    return rows - first < ck_bundle_rows ? rows - first : ck_bundle_rows;
}

void ck_multiply_strips(enum ck_instructions instructions, const void *bundles, size_t bundle_bytes, const void *strips,
                        size_t groups, size_t rows, size_t outputs, const float *bias, bool adding, float *y,
                        size_t y_stride) {
    const uint8_t *bundle = bundles;
    for (size_t r = 0; r < rows; r += ck_bundle_rows, bundle += bundle_bytes) {
        multiply_bundle(instructions, bundle, strips, groups, rows_of_bundle(r, rows), outputs, bias, adding,
                        y + r * y_stride, y_stride);
    }
}

void ck_multiply_gated_strips(enum ck_instructions instructions, const void *bundles, size_t bundle_bytes,
                              const struct ck_gated_strips *strips, size_t groups, size_t rows, size_t outputs,
                              void *results, size_t result_bytes) {
    _Alignas(64) float gate[ck_bundle_rows][ck_strip_inputs], up[ck_bundle_rows][ck_strip_inputs];
    const uint8_t *bundle = bundles;
    uint8_t *group = results;
    for (size_t first = 0; first < rows; first += ck_bundle_rows, bundle += bundle_bytes, group += result_bytes) {
        size_t count = rows_of_bundle(first, rows);
        multiply_bundle(instructions, bundle, strips->gates, groups, count, outputs, strips->gate_bias, false, gate[0],
                        ck_strip_inputs);
        multiply_bundle(instructions, bundle, strips->ups, groups, count, outputs, strips->up_bias, false, up[0],
                        ck_strip_inputs);
        for (size_t r = 0; r < count; r++) ck_silu_times(gate[r], up[r], outputs);
        CALL(ck_bundle_from_rows, gate[0], ck_strip_inputs, count, outputs, group)
    }
}
