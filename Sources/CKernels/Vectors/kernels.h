/* The kernels of CKernelsVectors.h, each as VARIANT(name); included once by each variant's file. */
#include "lanes.h"

INLINE void widen(const void *source, enum ck_format format, float *target, size_t count) {
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) store(target + i, load_weights(source, format, i));
    if (i < count) store_part(target + i, load_weights_part(source, format, i, count - i), count - i);
}

void VARIANT(ck_widen)(const void *source, enum ck_format format, float *target, size_t count) {
    switch (format) {
    case ck_float32: widen(source, ck_float32, target, count); break;
    case ck_float16: widen(source, ck_float16, target, count); break;
    case ck_bfloat16: widen(source, ck_bfloat16, target, count); break;
    }
}

/* `outputs` rows of weights, `step` rows apart, times `rows` rows of x; both counts are constants where this is called. */
INLINE void few_rows_tile(const char *w, enum ck_format format, size_t inputs, size_t outputs, size_t step,
                          const float *x, size_t x_stride, size_t rows, const float *bias, float *y, size_t y_stride) {
    size_t row_bytes = step * inputs * (format == ck_float32 ? sizeof(float) : sizeof(uint16_t));
    lanes sums[8][ck_most_few_rows];
    for (size_t o = 0; o < outputs; o++) {
        for (size_t r = 0; r < rows; r++) sums[o][r] = splat(0);
    }
    size_t i = 0;
    for (; i + LANES <= inputs; i += LANES) {
#pragma clang loop unroll(full)
        for (size_t o = 0; o < outputs; o++) {
            lanes weights = load_weights(w + o * row_bytes, format, i);
#pragma clang loop unroll(full)
            for (size_t r = 0; r < rows; r++) {
                sums[o][r] = multiply_add(weights, load(x + r * x_stride + i), sums[o][r]);
            }
        }
    }
    if (i < inputs) {
        for (size_t o = 0; o < outputs; o++) {
            lanes weights = load_weights_part(w + o * row_bytes, format, i, inputs - i);
            for (size_t r = 0; r < rows; r++) {
                sums[o][r] = multiply_add(weights, load_part(x + r * x_stride + i, inputs - i, 0), sums[o][r]);
            }
        }
    }
    for (size_t o = 0; o < outputs; o++) {
        for (size_t r = 0; r < rows; r++) {
            y[r * y_stride + o * step] = sum_of(sums[o][r]) + (bias ? bias[o * step] : 0);
        }
    }
}

/* Reads the weight as several streams side by side, each many rows long: memory answers eight about a third faster than one. */
INLINE void few_rows(const char *w, enum ck_format format, size_t inputs, size_t outputs, const float *x,
                     size_t x_stride, size_t rows, const float *bias, float *y, size_t y_stride) {
    size_t row_bytes = inputs * (format == ck_float32 ? sizeof(float) : sizeof(uint16_t));
    const size_t streams = rows <= 2 ? 8 : 4;
    size_t step = outputs / streams;
    for (size_t o = 0; o < step; o++) {
        few_rows_tile(w + o * row_bytes, format, inputs, streams, step, x, x_stride, rows, bias ? bias + o : NULL,
                      y + o, y_stride);
    }
    for (size_t o = step * streams; o < outputs; o++) {
        few_rows_tile(w + o * row_bytes, format, inputs, 1, 1, x, x_stride, rows, bias ? bias + o : NULL, y + o,
                      y_stride);
    }
}

INLINE void few_rows_of_format(const void *w, enum ck_format format, size_t inputs, size_t outputs, const float *x,
                               size_t x_stride, size_t rows, const float *bias, float *y, size_t y_stride) {
    switch (rows) {
    case 1: few_rows(w, format, inputs, outputs, x, x_stride, 1, bias, y, y_stride); break;
    case 2: few_rows(w, format, inputs, outputs, x, x_stride, 2, bias, y, y_stride); break;
    case 3: few_rows(w, format, inputs, outputs, x, x_stride, 3, bias, y, y_stride); break;
    case 4: few_rows(w, format, inputs, outputs, x, x_stride, 4, bias, y, y_stride); break;
    default: break;
    }
}

void VARIANT(ck_few_rows)(const void *w, enum ck_format format, size_t inputs, size_t outputs, const float *x,
                          size_t x_stride, size_t rows, const float *bias, float *y, size_t y_stride) {
    switch (format) {
    case ck_float32: few_rows_of_format(w, ck_float32, inputs, outputs, x, x_stride, rows, bias, y, y_stride); break;
    case ck_float16: few_rows_of_format(w, ck_float16, inputs, outputs, x, x_stride, rows, bias, y, y_stride); break;
    case ck_bfloat16: few_rows_of_format(w, ck_bfloat16, inputs, outputs, x, x_stride, rows, bias, y, y_stride); break;
    }
}

void VARIANT(ck_rms_norm)(const float *x, const float *gain, float epsilon, float *y, size_t width) {
    lanes squares = splat(0);
    size_t i = 0;
    for (; i + LANES <= width; i += LANES) squares = multiply_add(load(x + i), load(x + i), squares);
    if (i < width) {
        lanes rest = load_part(x + i, width - i, 0);
        squares = multiply_add(rest, rest, squares);
    }
    float scale = 1.0f / __builtin_elementwise_sqrt(sum_of(squares) / (float)width + epsilon);
    for (i = 0; i + LANES <= width; i += LANES) store(y + i, load(x + i) * scale * load(gain + i));
    for (; i < width; i++) y[i] = x[i] * scale * gain[i];
}

INLINE lanes silu(lanes x) { return x / (exponential(-x) + 1.0f); }

void VARIANT(ck_silu_times)(float *gate, const float *up, size_t count) {
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) store(gate + i, silu(load(gate + i)) * load(up + i));
    if (i < count) {
        lanes product = silu(load_part(gate + i, count - i, 0)) * load_part(up + i, count - i, 0);
        store_part(gate + i, product, count - i);
    }
}

void VARIANT(ck_add)(float *x, const float *y, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] += y[i];
}

void VARIANT(ck_rectify)(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = x[i] > 0.0f ? x[i] : 0.0f;
}

void VARIANT(ck_scale)(float *x, float factor, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] *= factor;
}

INLINE float largest(const float *x, size_t count, float start) {
    lanes most = splat(start);
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        lanes value = load(x + i);
        most = choose(value > most, value, most);
    }
    if (i < count) {
        lanes value = load_part(x + i, count - i, start);
        most = choose(value > most, value, most);
    }
    return largest_of(most);
}

/* x[i] = exp(x[i] − maximum); returns the sum. */
INLINE float exponentials(float *x, size_t count, float maximum) {
    lanes sums = splat(0);
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        lanes value = exponential(load(x + i) - maximum);
        store(x + i, value);
        sums += value;
    }
    if (i < count) {
        lanes value = exponential(load_part(x + i, count - i, -__builtin_inff()) - maximum);
        store_part(x + i, value, count - i);
        sums += value;
    }
    return sum_of(sums);
}

void VARIANT(ck_softmax)(float *x, size_t count) {
    float sum = exponentials(x, count, largest(x, count, -__builtin_inff()));
    for (size_t i = 0; i < count; i++) x[i] /= sum;
}

float VARIANT(ck_softmax_step)(float *scores, size_t valid, size_t length, float *maximum, float *sum) {
    memset(scores + valid, 0, (length - valid) * sizeof(float));
    if (valid == 0) return 1;
    float before = *maximum;
    float after = largest(scores, valid, before);
    float block = exponentials(scores, valid, after);
    float factor = before == after ? 1.0f : __builtin_expf(before - after);
    *maximum = after;
    *sum = *sum * factor + block;
    return factor;
}

void VARIANT(ck_rotate)(float *x, const float *cosines, const float *sines, size_t half) {
    for (size_t i = 0; i < half; i++) {
        float first = x[i];
        float second = x[i + half];
        x[i] = first * cosines[i] - second * sines[i];
        x[i + half] = second * cosines[i] + first * sines[i];
    }
}
