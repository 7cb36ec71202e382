package import Images

/// What kind of X server a private session has.
package struct ServerSettings: Hashable, Codable, Sendable {
    /// In pixels.
    package var size: Size<ScreenSpace>
    /// Bits a pixel: 16, 24 or 30.
    var depth: Int
    /// Whether there is OpenGL. Without, the server starts twice as fast and takes a third of the memory.
    var hasOpenGL: Bool
    /// Whether people may watch with a VNC viewer, on this machine only and without touching anything.
    package var isWatched: Bool

    /// Creates settings; the default is 1280x800 pixels of 24 bits.
    package init(
        size: Size<ScreenSpace> = Size(width: 1280, height: 800), depth: Int = 24, hasOpenGL: Bool = false,
        isWatched: Bool = false
    ) {
        self.size = size
        self.depth = depth
        self.hasOpenGL = hasOpenGL
        self.isWatched = isWatched
    }

    /// Bitmap fonts of `xfonts-base` only, where there are any, so that names with stars lead to none of other packages.
    private static var fontPath: [String] {
        let folder = "/usr/share/fonts/X11/misc"
        return SystemCalls.isReadable("\(folder)/fonts.dir") ? ["-fp", "\(folder),built-ins"] : []
    }

    /// The server and its arguments; it writes the display number that it chose to its standard output.
    ///
    /// - Parameters:
    ///   - watchPort: where a VNC viewer may look, with ``isWatched``.
    ///   - dotsPerInch: what programs are told.
    func command(authority: String, watchPort: Int?, dotsPerInch: Int) -> [String] {
        let common =
            [
                "-displayfd", "1", "-auth", authority, "-nolisten", "tcp", "-noreset", "-dpi", "\(dotsPerInch)", "-s",
                "0",
            ]
            + (hasOpenGL ? [] : ["-extension", "GLX"]) + Self.fontPath
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
