import Images

/// Decides, picture by picture in the order of an episode, how each is kept: whole, or as what differs from an earlier one
/// where that is little.
struct FrameCompaction {
    /// How a picture is kept.
    struct Kept {
        let name: FrameName
        /// How it is made from an earlier one; `nil` for one that is kept whole.
        let delta: FrameDelta?
        /// The file to write; `nil` where it is kept already.
        let file: (name: FrameName, image: Image)?
    }

    /// Pictures against which the next one is compared: the last look, and those before, to which screens return.
    private static let maximumRecent = 3
    /// After so many pictures the next one is kept whole, and no later one builds on those before it unless the screen
    /// shows one of them again. None is made from more than so many.
    private static let interval = 15
    /// Of a picture. The changed part of one is never larger as a file than all of it, but to read it takes longer.
    private static let maximumPart = 0.6
    private static let maximumPlaces = 32
    /// Smaller pictures are kept whole, which takes no more than to say what differs.
    private static let minimumPixels = 1 << 12

    private var known: [FrameName: FrameDelta?] = [:]
    /// How many pictures each is made from besides a whole one.
    private var depths: [FrameName: Int] = [:]
    /// Pictures since one was kept whole because of the interval.
    private var count = 0
    /// The last one first.
    private var recent: [(name: FrameName, image: Image)] = []

    /// Decides how a picture is kept, and remembers it.
    mutating func keep(_ image: Image) -> Kept {
        let name = FrameName(of: image)
        defer { remember(name, image) }
        if let delta = known[name] { return Kept(name: name, delta: delta, file: nil) }
        count += 1
        if count > Self.interval {
            recent = []
            count = 0
        }
        guard let (delta, patch) = delta(of: image) else {
            known[name] = .some(nil)
            return Kept(name: name, delta: nil, file: (name, image))
        }
        known[name] = delta
        depths[name] = depths[delta.base, default: 0] + 1
        return Kept(name: name, delta: delta, file: (delta.patch, patch))
    }

    /// Keeps a copy: the pixels of a capture lie in memory that the X server shares, of which there is little.
    private mutating func remember(_ name: FrameName, _ image: Image) {
        let known = recent.first { $0.name == name }?.image
        recent.removeAll { $0.name == name }
        recent.insert((name, known ?? image.copy(of: image.size.bounds) ?? image), at: 0)
        recent = Array(recent.prefix(Self.maximumRecent))
    }

    private func delta(of image: Image) -> (FrameDelta, patch: Image)? {
        guard image.width * image.height >= Self.minimumPixels else { return nil }
        var best: (base: FrameName, places: [Box<ImageSpace>], area: Double)?
        for earlier in recent where earlier.image.size == image.size {
            guard depths[earlier.name, default: 0] < Self.interval else { continue }
            let difference = image.difference(from: earlier.image, tile: 16)
            var places = difference.boxes
            if places.count > Self.maximumPlaces { places = difference.bounds.map { [$0] } ?? [] }
            let area = places.reduce(0) { $0 + $1.area }
            if best.map({ area < $0.area }) ?? true { best = (earlier.name, places, area) }
        }
        guard let best, !best.places.isEmpty, best.area <= Self.maximumPart * image.size.bounds.area else { return nil }
        var delta = FrameDelta(base: best.base, patch: best.base, places: best.places)
        let patch = image.patch(of: best.places, size: delta.patchSize)
        delta.patch = FrameName(of: patch)
        return (delta, patch)
    }
}
