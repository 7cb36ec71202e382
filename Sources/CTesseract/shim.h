/* Declarations only. The library is opened at first use: linked, it and what it needs would add 10 ms to every start. */
#include <dlfcn.h>
#include <tesseract/capi.h>
