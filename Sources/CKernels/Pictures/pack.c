#include "CKernelsPictures.h"

#include <string.h>

#if defined(__x86_64__)
#define CLONED __attribute__((target_clones("avx2", "default")))
#else
#define CLONED
#endif

typedef uint8_t bytes __attribute__((vector_size(16)));

/* Writes sixteen bytes where twelve are meant, so that the last pixels are left to the loop after it. */
static inline __attribute__((always_inline)) size_t pack_fours(const uint8_t *pixels, size_t count, uint8_t *target) {
    size_t x = 0;
    for (; x + 6 <= count; x += 4) {
        bytes four;
        memcpy(&four, pixels + 4 * x, sizeof four);
        four = __builtin_shufflevector(four, four, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 3, 3, 3);
        memcpy(target + 3 * x, &four, sizeof four);
    }
    return x;
}

CLONED void ck_pack_rgb(const uint8_t *pixels, size_t count, uint8_t *target) {
    for (size_t x = pack_fours(pixels, count, target); x < count; x++) {
        for (size_t channel = 0; channel < 3; channel++) target[3 * x + channel] = pixels[4 * x + 2 - channel];
    }
}
