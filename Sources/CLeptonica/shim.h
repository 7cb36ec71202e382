/* Declarations only: Leptonica is opened at first use. The table has the types that the header declares. */
#ifndef CLEPTONICA_SHIM_H
#define CLEPTONICA_SHIM_H

#include <dlfcn.h>
#include <leptonica/allheaders.h>
#include <stddef.h>

#define DESKHAND_LEPTONICA_FUNCTIONS(EACH) \
    EACH(pixReadHeaderMem) EACH(pixReadMem) EACH(pixConvertTo32) EACH(pixGetSpp) EACH(pixGetData) EACH(pixGetWpl) \
    EACH(pixDestroy) EACH(setMsgSeverity)

typedef struct {
#define DESKHAND_DECLARE(name) __typeof__(name) *_Nonnull name;
    DESKHAND_LEPTONICA_FUNCTIONS(DESKHAND_DECLARE)
#undef DESKHAND_DECLARE
} deskhand_leptonica;

/* Fills the table from an open library. The name of the first function that is missing, or NULL. */
static inline const char *_Nullable deskhand_leptonica_load(
    void *_Nonnull library, deskhand_leptonica *_Nonnull functions) {
#define DESKHAND_LOAD(name) if (!(*(void **)&functions->name = dlsym(library, #name))) return #name;
    DESKHAND_LEPTONICA_FUNCTIONS(DESKHAND_LOAD)
#undef DESKHAND_LOAD
    return NULL;
}

#endif
