#include "CKernelsQuantised.h"
#include "product.h"

#if defined(__x86_64__)
static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

bool ck_has(enum ck_instructions instructions) {
    switch (instructions) {
    case ck_portable: return true;
    case ck_avx2: return has_avx2();
    case ck_avx_vnni: return has_avx2() && __builtin_cpu_supports("avxvnni");
    case ck_avx512_vnni:
        return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vnni");
    }
    return false;
}
#else
bool ck_has(enum ck_instructions instructions) { return instructions == ck_portable; }
#endif

enum ck_instructions ck_best_instructions(void) {
    for (int instructions = ck_avx512_vnni; instructions > ck_portable; instructions--) {
        if (ck_has(instructions)) return instructions;
    }
    return ck_portable;
}

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
    case ck_avx512_vnni: ck_multiply_panels_avx512_vnni(format, &p, rows); break;
    case ck_avx_vnni: ck_multiply_panels_avx_vnni(format, &p, rows); break;
    case ck_avx2: ck_multiply_panels_avx2(format, &p, rows); break;
#endif
    default: ck_multiply_panels_portable(format, &p, rows); break;
    }
}
