#include <X11/XKBlib.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XInput.h>
#include <X11/extensions/XInput2.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <X11/extensions/Xfixes.h>
#include <X11/extensions/XRes.h>
#include <X11/extensions/Xrandr.h>
#include <X11/extensions/dpms.h>
#include <X11/extensions/scrnsaver.h>
#include <X11/extensions/record.h>
#include <X11/extensions/sync.h>
#include <X11/keysym.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <xcb/xcb.h>
#include <xcb/xcbext.h>

/// `memfd_create(2)`: a file in memory that no other process inherits, or -1 with `errno`.
static inline int32_t x11_memory_file(void) { return (int32_t)syscall(SYS_memfd_create, "deskhand", 1u); }

/// The request `AttachFd` of MIT-SHM 1.2, which Xlib has no function for: shares the file `descriptor`, which is closed, as
/// `segment`. Zero, or -1 where the server refuses.
static inline int32_t x11_attach_descriptor(xcb_connection_t *connection, uint32_t segment, int32_t descriptor) {
    static xcb_extension_t extension = {"MIT-SHM", 0};
    struct { uint8_t major, minor; uint16_t length; uint32_t segment; uint8_t isReadOnly, pad[3]; } body = {0, 0, 0, segment, 0, {0}};
    // The library puts parts of its own before the first.
    struct iovec parts[4] = {{0}};
    parts[2].iov_base = &body;
    parts[2].iov_len = sizeof body;
    xcb_protocol_request_t request = {2, &extension, 6, 1};
    xcb_void_cookie_t cookie = {xcb_send_request_with_fds(connection, XCB_REQUEST_CHECKED, parts + 2, &request, 1, &descriptor)};
    xcb_generic_error_t *error = xcb_request_check(connection, cookie);
    int32_t result = error || xcb_connection_has_error(connection) ? -1 : 0;
    free(error);
    return result;
}
