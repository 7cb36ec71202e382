#include "CScreenModel.h"

extern const unsigned char deskhand_detector_start[], deskhand_detector_end[];
extern const unsigned char deskhand_icons_start[], deskhand_icons_end[];

const unsigned char *deskhand_detector(void) { return deskhand_detector_start; }
size_t deskhand_detector_size(void) { return (size_t)(deskhand_detector_end - deskhand_detector_start); }
const unsigned char *deskhand_icons(void) { return deskhand_icons_start; }
size_t deskhand_icons_size(void) { return (size_t)(deskhand_icons_end - deskhand_icons_start); }
