import Images
import Synchronization

/// How the frames of a trace are rebuilt that are not kept whole.
struct FrameRecipes: Sendable {
    private var deltas: [FrameName: FrameDelta] = [:]
    /// How many pictures each is built from besides the first.
    private var depths: [FrameName: Int] = [:]
    let cache = FrameCache()

    /// More than any recording has.
    private static let maximumDepth = 64

    /// - Parameter lines: in the order of their sequence. A frame builds on one that an earlier line names, so that none
    ///   builds on itself.
    init(_ lines: [TraceLine]) {
        var named: Set<FrameName> = []
        for line in lines {
            if let look = line.event as? ObservedEvent, let delta = look.screen.delta,
                !named.contains(look.screen.frame), named.contains(delta.base),
                depths[delta.base, default: 0] < Self.maximumDepth
            {
                deltas[look.screen.frame] = delta
                depths[look.screen.frame] = depths[delta.base, default: 0] + 1
            }
            named.formUnion(line.event.frames)
        }
    }

    /// How a frame is rebuilt; `nil` for one that is kept whole.
    subscript(frame: FrameName) -> FrameDelta? { deltas[frame] }

    /// The files that a frame is made from.
    func files(of frame: FrameName) -> [FrameName] {
        guard let delta = deltas[frame] else { return [frame] }
        return files(of: delta.base) + [delta.patch]
    }
}

/// The pictures that were read last, on which the next ones build.
final class FrameCache: Sendable {
    private let images = Mutex<[(name: FrameName, image: Image)]>([])
    private static let maximumCount = 3

    subscript(name: FrameName) -> Image? {
        images.withLock { $0.first { $0.name == name }?.image }
    }

    func keep(_ image: Image, as name: FrameName) {
        images.withLock { images in
            images.removeAll { $0.name == name }
            images.insert((name, image), at: 0)
            if images.count > Self.maximumCount { images.removeLast() }
        }
    }
}
