import CX11

extension X11Connection {
    /// The process behind a window as the server knows it from its socket, which no program can misstate.
    ///
    /// Without the X-Resource extension, or when server or program run on another machine, there is none.
    func localProcess(behind window: Window) -> Int32? {
        guard address.name.hasPrefix(":") || address.name.hasPrefix("unix:") else { return nil }
        var (event, error): (Int32, Int32) = (0, 0)
        guard XResQueryExtension(display, &event, &error) != 0 else { return nil }
        var wanted = XResClientIdSpec(client: window, mask: UInt32(XRES_CLIENT_ID_PID_MASK.rawValue))
        var count = 0
        var answers: UnsafeMutablePointer<XResClientIdValue>?
        guard XResQueryClientIds(display, 1, &wanted, &count, &answers) == Success, let answers else {
            return nil
        }
        defer { XResClientIdsDestroy(count, answers) }
        let process = (0..<count).map { XResGetClientPid(answers + $0) }.first { $0 > 1 }
        return process.flatMap { ProcessActivity(process: $0).isKnown ? $0 : nil }
    }

    /// The process that takes the keys, as far as it is known.
    func focusedProcess() -> Int32? {
        var focus = Window()
        var revert: Int32 = 0
        XGetInputFocus(display, &focus, &revert)
        let isWindow = focus != 0 && focus != Window(PointerRoot) && focus != root
        return (isWindow ? focus : WindowTree(connection: self).focusedTopLevel()).flatMap(localProcess)
    }
}
