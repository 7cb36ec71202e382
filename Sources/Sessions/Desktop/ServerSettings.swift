import Images

/// What kind of X server a private session has.
package struct ServerSettings: Hashable, Codable, Sendable {
    /// In pixels.
    package var size: Size<ScreenSpace>
    /// Bits a pixel: 16, 24 or 30.
    package var depth: Int
    /// What programs are told; it decides how large they draw text.
    package var dotsPerInch: Int
    /// Whether there is OpenGL. Without, the server starts twice as fast and takes a third of the memory.
    package var hasOpenGL: Bool
    /// Whether people may watch with a VNC viewer, on this machine only and without touching anything.
    package var isWatched: Bool

    package init(
        size: Size<ScreenSpace> = Size(width: 1280, height: 800), depth: Int = 24, dotsPerInch: Int = 96,
        hasOpenGL: Bool = false, isWatched: Bool = false
    ) {
        self.size = size
        self.depth = depth
        self.dotsPerInch = dotsPerInch
        self.hasOpenGL = hasOpenGL
        self.isWatched = isWatched
    }

    /// The server and its arguments; it writes the display number that it chose to its standard output.
    ///
    /// - Parameter watchPort: where a VNC viewer may look, with ``isWatched``.
    func command(authority: String, watchPort: Int?) -> [String] {
        let common =
            [
                "-displayfd", "1", "-auth", authority, "-nolisten", "tcp", "-noreset", "-dpi", "\(dotsPerInch)", "-s",
                "0",
            ]
            + (hasOpenGL ? [] : ["-extension", "GLX"])
        guard let watchPort else {
            return ["Xvfb", "-screen", "0", "\(size)x\(depth)"] + common
        }
        let viewOnly = ["PointerEvents", "KeyEvents", "CutText", "SetDesktopSize"].map { "-Accept\($0)=0" }
        return ["Xtigervnc", "-geometry", "\(size)", "-depth", "\(depth)"] + common
            + [
                "-rfbport", "\(watchPort)", "-localhost", "-SecurityTypes", "None", "-AlwaysShared", "-desktop",
                "Deskhand",
            ]
            + viewOnly
    }
}
