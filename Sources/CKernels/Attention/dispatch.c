#include "CKernelsAttention.h"

#define DECLARE(variant)                                                                                               \
    void ck_attention_pack_keys_##variant(const float *keys, size_t stride, size_t count, size_t width, float *panels);\
    void ck_attention_copy_rows_##variant(const float *x, size_t stride, size_t count, size_t width, float factor,     \
                                          size_t rows, float *target);                                                 \
    void ck_attend_panels_##variant(const struct ck_attention_block *block, const float *panels, const float *values,  \
                                    size_t count, size_t padded, ptrdiff_t visible, ptrdiff_t step, float *scores);

/* Calls the variant of `name` for `instructions`. */
#if defined(__x86_64__)
#define CALL(name, ...)                                                                                                \
    switch (instructions) {                                                                                            \
    case ck_amx:                                                                                                       \
    case ck_avx512_bf16:                                                                                               \
    case ck_avx512_vnni: name##_avx512(__VA_ARGS__); break;                                                            \
    case ck_avx_vnni:                                                                                                  \
    case ck_avx2: name##_avx2(__VA_ARGS__); break;                                                                     \
    default: name##_portable(__VA_ARGS__); break;                                                                      \
    }
DECLARE(avx512)
DECLARE(avx2)
#else
#define CALL(name, ...) (void)instructions, name##_portable(__VA_ARGS__);
#endif
DECLARE(portable)

void ck_attention_pack_keys(enum ck_instructions instructions, const float *keys, size_t stride, size_t count,
                            size_t width, float *panels) {
    CALL(ck_attention_pack_keys, keys, stride, count, width, panels)
}

void ck_attention_copy_rows(enum ck_instructions instructions, const float *x, size_t stride, size_t count,
                            size_t width, float factor, size_t rows, float *target) {
    CALL(ck_attention_copy_rows, x, stride, count, width, factor, rows, target)
}

void ck_attend_panels(enum ck_instructions instructions, const struct ck_attention_block *block, const float *panels,
                      const float *values, size_t count, size_t padded, ptrdiff_t visible, ptrdiff_t step,
                      float *scores) {
    CALL(ck_attend_panels, block, panels, values, count, padded, visible, step, scores)
}
