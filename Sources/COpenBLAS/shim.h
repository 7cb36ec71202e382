/* Declarations only. OpenBLAS is opened at first use: linked, it would add 10 ms to every start of deskhand. */
#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

#include <cblas.h>
#include <dlfcn.h>
#include <stddef.h>

/* Of OpenBLAS alone; its own cblas.h declares it, others do not. */
void openblas_set_num_threads(int num_threads);

#define DESKHAND_OPENBLAS_FUNCTIONS(EACH) EACH(cblas_sgemm) EACH(openblas_set_num_threads)

typedef struct {
#define DESKHAND_DECLARE(name) __typeof__(name) *_Nonnull name;
    DESKHAND_OPENBLAS_FUNCTIONS(DESKHAND_DECLARE)
#undef DESKHAND_DECLARE
} deskhand_openblas;

/* Fills the table from an open library. The name of the first function that is missing, or NULL. */
static inline const char *_Nullable deskhand_openblas_load(
    void *_Nonnull library, deskhand_openblas *_Nonnull functions) {
#define DESKHAND_LOAD(name) if (!(*(void **)&functions->name = dlsym(library, #name))) return #name;
    DESKHAND_OPENBLAS_FUNCTIONS(DESKHAND_LOAD)
#undef DESKHAND_LOAD
    return NULL;
}

#endif
