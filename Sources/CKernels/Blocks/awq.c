#include "../exact.h"

#include <string.h>

#include "../half.h"
#include "CKernelsBlocks.h"

/* The bits by which output o of eight is shifted in a word: the inverse of the order 0, 2, 4, 6, 1, 3, 5, 7. */
static const int shifts[8] = {0, 16, 4, 20, 8, 24, 12, 28};

static inline uint32_t word_at(const void *words, size_t index) {
    uint32_t word;
    memcpy(&word, (const uint8_t *)words + index * sizeof word, sizeof word);
    return word;
}

/* The sixteen values that an element of output `output` can have in group `group`. */
static void fill_levels(const struct ck_awq *layer, size_t group, size_t output, float levels[16]) {
    uint16_t half;
    memcpy(&half, (const uint8_t *)layer->scales + (group * layer->outputs + output) * sizeof half, sizeof half);
    float scale = float_from_half(half);
    int zero = (int)(word_at(layer->zeros, group * (layer->outputs / 8) + output / 8) >> shifts[output % 8] & 15);
    /* (q − z) · s has 15 bits at most, so float32 holds it exactly, and the only rounding is that to float16. */
    for (int q = 0; q < 16; q++) levels[q] = rounded_to_half((float)(q - zero) * scale);
}

/* A group's words are read once for each eight outputs; those of a panel of outputs share cache lines. */
void ck_rows_from_awq(const struct ck_awq *layer, size_t first, size_t count, float *target) {
    float levels[8][16];
    for (size_t group = 0; group < layer->inputs / layer->group; group++) {
        size_t start = group * layer->group;
        for (size_t output = first; output < first + count;) {
            size_t octet = output / 8;
            size_t end = (octet + 1) * 8 < first + count ? (octet + 1) * 8 : first + count;
            for (size_t o = output; o < end; o++) fill_levels(layer, group, o, levels[o % 8]);
            for (size_t k = start; k < start + layer->group; k++) {
                uint32_t word = word_at(layer->weights, k * (layer->outputs / 8) + octet);
                for (size_t o = output; o < end; o++) {
                    target[(o - first) * layer->inputs + k] = levels[o % 8][word >> shifts[o % 8] & 15];
                }
            }
            output = end;
        }
    }
}
