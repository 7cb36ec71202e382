#ifndef CNETTLE_SHIM_H
#define CNETTLE_SHIM_H

#include <nettle/sha2.h>
#include <nettle/version.h>

// Ends a hash and writes its 32 bytes. The length went out of the call with version 4.
static inline void cnettle_sha256_finish(struct sha256_ctx *_Nonnull hash, uint8_t *_Nonnull digest) {
#if NETTLE_VERSION_MAJOR >= 4
    sha256_digest(hash, digest);
#else
    sha256_digest(hash, SHA256_DIGEST_SIZE, digest);
#endif
}

#endif
