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
    float rows[ck_bundle_rows][ck_strip_outputs];
};

/* What sums begin with; those of absent outputs are zero. */
static void start_sums(struct sums *sums, size_t rows, size_t count, const float *values, size_t stride) {
    for (size_t r = 0; r < rows; r++) {
        memset(sums->rows[r], 0, sizeof sums->rows[r]);
        if (values) memcpy(sums->rows[r], values + r * stride, count * sizeof(float));
    }
}

void ck_multiply_strips(enum ck_instructions instructions, const void *bundle, const void *strips, size_t groups,
                        size_t rows, size_t outputs, const float *bias, bool adding, float *y, size_t y_stride) {
    const uint8_t *strip = strips;
    _Alignas(64) struct sums sums;
    for (size_t o = 0; o < outputs; o += ck_strip_outputs, strip += ck_strip_bytes(groups)) {
        size_t count = outputs - o < ck_strip_outputs ? outputs - o : ck_strip_outputs;
        if (adding) start_sums(&sums, rows, count, y + o, y_stride);
        else start_sums(&sums, rows, count, bias ? bias + o : NULL, 0);
        CALL(ck_multiply_strip, bundle, strip, groups, rows, sums.rows[0], ck_strip_outputs)
        for (size_t r = 0; r < rows; r++) memcpy(y + r * y_stride + o, sums.rows[r], count * sizeof(float));
    }
}

void ck_multiply_gated_strips(enum ck_instructions instructions, const void *bundle, const void *gates,
                              const void *ups, size_t groups, size_t rows, size_t outputs, const float *gate_bias,
                              const float *up_bias, void *group) {
    _Alignas(64) float gate[ck_bundle_rows][ck_strip_inputs], up[ck_bundle_rows][ck_strip_inputs];
    ck_multiply_strips(instructions, bundle, gates, groups, rows, outputs, gate_bias, false, gate[0], ck_strip_inputs);
    ck_multiply_strips(instructions, bundle, ups, groups, rows, outputs, up_bias, false, up[0], ck_strip_inputs);
    for (size_t r = 0; r < rows; r++) ck_silu_times(gate[r], up[r], outputs);
    CALL(ck_bundle_from_rows, gate[0], ck_strip_inputs, rows, outputs, group)
}
