/* Declarations only. The library is opened at first use: linked, it and what it needs would add 10 ms to every start. */
#ifndef CTESSERACT_SHIM_H
#define CTESSERACT_SHIM_H

#include <dlfcn.h>
#include <stddef.h>
#include <tesseract/capi.h>

#define DESKHAND_TESSERACT_FUNCTIONS(EACH) \
    EACH(TessVersion) EACH(TessBaseAPICreate) EACH(TessBaseAPIDelete) EACH(TessBaseAPIInit2) \
    EACH(TessBaseAPISetVariable) EACH(TessBaseAPISetPageSegMode) EACH(TessBaseAPISetImage) \
    EACH(TessBaseAPISetSourceResolution) EACH(TessBaseAPIRecognize) EACH(TessBaseAPIGetIterator) \
    EACH(TessResultIteratorDelete) EACH(TessResultIteratorNext) EACH(TessResultIteratorGetUTF8Text) \
    EACH(TessDeleteText) EACH(TessResultIteratorConfidence) EACH(TessPageIteratorBoundingBox) \
    EACH(TessResultIteratorGetPageIteratorConst)

typedef struct {
#define DESKHAND_DECLARE(name) __typeof__(name) *_Nonnull name;
    DESKHAND_TESSERACT_FUNCTIONS(DESKHAND_DECLARE)
#undef DESKHAND_DECLARE
    /* OpenMP 5.2, section 18.3.15, found through Tesseract's own dependencies: keeps libgomp from starting threads.
       NULL if Tesseract was built without OpenMP. */
    void (*_Nullable omp_set_max_active_levels)(int max_levels);
} deskhand_tesseract;

/* Fills the table from an open library. The name of the first function that is missing, or NULL. */
static inline const char *_Nullable deskhand_tesseract_load(
    void *_Nonnull library, deskhand_tesseract *_Nonnull functions) {
#define DESKHAND_LOAD(name) if (!(*(void **)&functions->name = dlsym(library, #name))) return #name;
    DESKHAND_TESSERACT_FUNCTIONS(DESKHAND_LOAD)
#undef DESKHAND_LOAD
    *(void **)&functions->omp_set_max_active_levels = dlsym(library, "omp_set_max_active_levels");
    return NULL;
}

#endif
