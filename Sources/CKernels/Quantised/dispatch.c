#include "CKernelsQuantised.h"
#include "product.h"

void ck_multiply_panels_portable(enum ck_blocks format, const struct product *p, size_t rows);
void ck_multiply_panels_avx2(enum ck_blocks format, const struct product *p, size_t rows);
void ck_multiply_panels_avx_vnni(enum ck_blocks format, const struct product *p, size_t rows);
void ck_multiply_panels_avx512_vnni(enum ck_blocks format, const struct product *p, size_t rows);

void ck_multiply_panels(enum ck_instructions instructions, enum ck_blocks format, const void *panels, size_t inputs,
                        size_t outputs, const struct ck_levels *x, size_t x_stride, size_t rows, const float *bias,
                        float *y, size_t y_stride) {
    struct product p = {panels, inputs, outputs, x, x_stride, bias, y, y_stride};
    switch (instructions) {
#if defined(__x86_64__)
    case ck_amx:
    case ck_avx512_bf16:
    case ck_avx512_vnni: ck_multiply_panels_avx512_vnni(format, &p, rows); break;
    case ck_avx_vnni: ck_multiply_panels_avx_vnni(format, &p, rows); break;
    case ck_avx2: ck_multiply_panels_avx2(format, &p, rows); break;
#endif
    default: ck_multiply_panels_portable(format, &p, rows); break;
    }
}
