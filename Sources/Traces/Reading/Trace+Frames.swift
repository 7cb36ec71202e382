package import Images

/// The one place through which everything reads pictures of a trace.
extension Trace {
    /// The pictures of which the trace keeps a file: whole frames, and the changed parts of others.
    package var frameFiles: Set<FrameName> {
        Set(Set(lines.flatMap(\.event.frames)).flatMap(recipes.files))
    }

    /// Where the file of a frame lies that is kept whole.
    package func path(of frame: FrameName) -> String { folder.frame(frame) }

    /// A frame as a PNG file.
    package func file(of frame: FrameName) throws(TraceError) -> [UInt8] {
        guard recipes[frame] != nil else { return try keptFile(of: frame) }
        let image = try image(of: frame)
        do { return try image.png() } catch {
            throw .brokenFrame(path: folder.frame(frame), reason: "\(error)")
        }
    }

    /// The file itself, also that of a part.
    func keptFile(of frame: FrameName) throws(TraceError) -> [UInt8] {
        let path = folder.frame(frame)
        guard let bytes = try folder.contents(of: path) else { throw .noFrame(path: path) }
        return bytes
    }

    /// A frame's picture.
    ///
    /// - Parameter isVerified: whether its pixels must be those that its name was made from. Those of a frame that is
    ///   rebuilt always must.
    package func image(of frame: FrameName, isVerified: Bool = false) throws(TraceError) -> Image {
        let delta = recipes[frame]
        let image = if let delta { try rebuilt(delta) } else { try kept(frame) }
        if isVerified || delta != nil, FrameName(of: image) != frame {
            throw .alteredFrame(path: folder.frame(frame), found: "\(FrameName(of: image))")
        }
        recipes.cache.keep(image, as: frame)
        return image
    }

    private func kept(_ frame: FrameName) throws(TraceError) -> Image {
        let bytes = try keptFile(of: frame)
        do { return try Image(png: bytes) } catch {
            throw .brokenFrame(path: folder.frame(frame), reason: "\(error)")
        }
    }

    private func rebuilt(_ delta: FrameDelta) throws(TraceError) -> Image {
        let base = if let known = recipes.cache[delta.base] { known } else { try image(of: delta.base) }
        guard let image = base.replacing(delta, with: try kept(delta.patch)) else {
            throw .brokenFrame(
                path: folder.frame(delta.patch), reason: "it does not fit the frame \(delta.base) that it changes")
        }
        return image
    }

    /// Checks every frame that the trace names.
    package func verifyFrames() throws(TraceError) {
        for frame in Set(lines.flatMap(\.event.frames)) { _ = try image(of: frame, isVerified: true) }
    }
}
