import Images

/// A picture or clip at the size at which the model sees it.
package struct PreparedPicture: Sendable {
    /// One for a picture.
    let frames: [Image]
    let position: PromptPositions.Picture
    /// Its size before.
    let original: Size<ImageSpace>

    var grid: PatchGrid { position.grid }
    var isVideo: Bool { position.isVideo }
    var size: Size<ModelSpace> { Size(width: frames[0].width, height: frames[0].height) }

    init(_ image: Image, _ sizing: SmartResize, size: Size<ModelSpace>?) throws(QwenError) {
        let size = if let size { try sizing.size(near: size) } else { try sizing.size(for: image.size) }
        frames = [image.resampled(to: size)]
        position = PromptPositions.Picture(PatchGrid(size, frames: 1))
        original = image.size
    }

    init(_ video: VideoClip, _ sizing: SmartResize) throws(QwenError) {
        let times = try video.pairTimes()
        original = video.frames[0].size
        let size = try sizing.size(for: original)
        frames = video.frames.map { $0.resampled(to: size) }
        position = PromptPositions.Picture(PatchGrid(size, frames: (frames.count + 1) / 2), times: times)
    }

    /// Whether the model would see the same.
    func isSame(as other: PreparedPicture) -> Bool {
        position == other.position && frames.count == other.frames.count
            && zip(frames, other.frames).allSatisfy { $0.size == $1.size && $0.difference(from: $1).isEmpty }
    }

    func patches(_ normalisation: PixelNormalisation) -> Patches {
        Patches(frames: frames, normalisation: normalisation)
    }
}

extension PatchGrid {
    fileprivate init(_ size: Size<ModelSpace>, frames: Int) {
        self.init(frames: frames, rows: size.height / Patches.side, columns: size.width / Patches.side)
    }
}
