#ifndef CSCREENMODEL_H
#define CSCREENMODEL_H

#include <stddef.h>

/* The files of weights in this folder, which are a part of the program: their first bytes and their sizes. */
const unsigned char *_Nonnull deskhand_detector(void);
size_t deskhand_detector_size(void);
const unsigned char *_Nonnull deskhand_icons(void);
size_t deskhand_icons_size(void);

#endif
