package import Images

/// The one place through which everything reads pictures of a trace.
extension Trace {
    /// The pictures of which the trace keeps a file.
    var frameFiles: Set<FrameName> { Set(lines.flatMap(\.event.frames)) }

    /// Where a frame lies.
    package func path(of frame: FrameName) -> String { folder.frame(frame) }

    /// A frame as a PNG file.
    package func file(of frame: FrameName) throws(TraceError) -> [UInt8] {
        let path = folder.frame(frame)
        guard let bytes = try folder.contents(of: path) else { throw .noFrame(path: path) }
        return bytes
    }

    /// A frame's picture.
    ///
    /// - Parameter isVerified: whether its pixels must be those that its name was made from.
    package func image(of frame: FrameName, isVerified: Bool = false) throws(TraceError) -> Image {
        let bytes = try file(of: frame)
        let path = folder.frame(frame)
        let image: Image
        do {
            image = try Image(png: bytes)
        } catch {
            throw .brokenFrame(path: path, reason: "\(error)")
        }
        if isVerified, FrameName(of: image) != frame {
            throw .alteredFrame(path: path, found: "\(FrameName(of: image))")
        }
        return image
    }

    /// Checks every frame that the trace names.
    package func verifyFrames() throws(TraceError) {
        for frame in Set(lines.flatMap(\.event.frames)) { _ = try image(of: frame, isVerified: true) }
    }
}
