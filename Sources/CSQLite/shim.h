/* Declarations only: SQLite is opened at first use. The table has the types that the header declares. */
#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <dlfcn.h>
#include <sqlite3.h>
#include <stddef.h>

#define DESKHAND_SQLITE_FUNCTIONS(EACH) \
    EACH(open_v2) EACH(deserialize) EACH(progress_handler) EACH(prepare_v2) EACH(step) EACH(column_double) EACH(column_text) \
    EACH(finalize) EACH(close) EACH(errmsg) EACH(extended_errcode)

typedef struct {
#define DESKHAND_DECLARE(name) __typeof__(sqlite3_##name) *_Nonnull name;
    DESKHAND_SQLITE_FUNCTIONS(DESKHAND_DECLARE)
#undef DESKHAND_DECLARE
} deskhand_sqlite;

/* Fills the table from an open library. The name of the first function that is missing, or NULL. */
static inline const char *_Nullable deskhand_sqlite_load(void *_Nonnull library, deskhand_sqlite *_Nonnull functions) {
#define DESKHAND_LOAD(name) \
    if (!(*(void **)&functions->name = dlsym(library, "sqlite3_" #name))) return "sqlite3_" #name;
    DESKHAND_SQLITE_FUNCTIONS(DESKHAND_LOAD)
#undef DESKHAND_LOAD
    return NULL;
}

#endif
