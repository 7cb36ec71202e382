/* What the weights of a panel stand for; included once by each variant's file, after "groups.h". */

/* What a block's unsigned weights q mean: step · q − offset; of q6_K `step` and `offset` are for groups 0 to 3 or 4 to 7. */
INLINE void meaning_of(enum ck_blocks format, const uint8_t *scales, size_t j, size_t half, lanes *step, lanes *offset) {
    switch (format) {
    case ck_q4_K:
    case ck_q5_K:
        *step = halves_at(scales) * bytes_at(scales + 64 + 32 * j);
        *offset = halves_at(scales + 32) * bytes_at(scales + 80 + 32 * j);
        break;
    case ck_q6_K:
        *step = halves_at(scales) * signed_bytes_at(scales + 32 + 32 * j + 16 * half);
        *offset = *step * 32.0f;
        break;
    case ck_awq_128:
        *step = halves_at(scales);
        *offset = *step * bytes_at(scales + 32);
        break;
    case ck_q5_1:
        *step = halves_at(scales);
        *offset = -halves_at(scales + 32);
        break;
    default:
        *step = halves_at(scales);
        *offset = *step * (float)(1 << layout_zero_bits(format));
        break;
    }
}

/* Input k (of four) of a group, as floats. */
INLINE lanes input_of(byte_lanes group, int k) {
    return __builtin_convertvector((int_lanes)group >> 8 * k & 0xFF, lanes);
}
