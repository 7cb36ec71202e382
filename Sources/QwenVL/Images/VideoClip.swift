package import Images

/// A video: frames of one size, and when each of them was seen.
package struct VideoClip: Sendable {
    /// In the order of time, all of one size.
    package let frames: [Image]
    /// When they were taken.
    package let timing: Timing

    /// When the frames were taken.
    package enum Timing: Hashable, Sendable {
        /// So many frames make a second.
        case rate(Double)
        /// The second of each frame, counted from any beginning; each later than the one before.
        case seconds([Double])
    }

    /// The bounds of the reference on the frames that it samples.
    private static let minimumFrames = 4.0
    private static let maximumFrames = 768

    /// Creates a clip from its frames in order.
    package init(_ frames: [Image], timing: Timing) {
        self.frames = frames
        self.timing = timing
    }

    /// Creates a clip whose frames are equally far apart.
    package init(_ frames: [Image], framesPerSecond: Double) {
        self.init(frames, timing: .rate(framesPerSecond))
    }

    /// The seconds of the pairs of frames, as positions count them.
    ///
    /// - Throws: ``QwenError/unusableVideo(_:)`` when there are no frames, they differ in size, or their times are invalid.
    func pairTimes() throws(QwenError) -> PromptPositions.PairTimes {
        try check()
        switch timing {
        case .rate(let rate): return .every(Float(2 / rate))
        case .seconds(let seconds):
            return .at(stride(from: 0, to: seconds.count, by: 2).map { Float(seconds[$0] - seconds[0]) })
        }
    }

    /// About `rate` of the frames of each second.
    ///
    /// Of frames at a rate, those are taken that the reference takes (`sample_frames` of its video processor): an even
    /// number from 4 to 768, at equal distances. Of frames with times, each is held until the next, and what is seen at
    /// regular moments is taken.
    ///
    /// - Throws: ``QwenError/unusableVideo(_:)``, also for an invalid rate or more than 768 frames.
    package func sampled(framesPerSecond rate: Double) throws(QwenError) -> VideoClip {
        try check()
        guard rate.isFinite, rate > 0 else { throw .unusableVideo("expected a frame rate above 0, found \(rate)") }
        switch timing {
        case .rate(let own):
            let places = Self.sample(of: frames.count, at: own, to: rate)
            return VideoClip(
                places.map { frames[$0] }, framesPerSecond: Double(places.count) / Double(frames.count) * own)
        case .seconds(let seconds):
            let count = ((seconds[seconds.count - 1] - seconds[0]) * rate).rounded(.down) + 1
            guard count <= Double(Self.maximumFrames) else {
                throw .unusableVideo("at \(rate) frames a second it has more than \(Self.maximumFrames)")
            }
            var (place, taken) = (0, [Image]())
            for moment in 0..<Int(count) {
                while place + 1 < seconds.count, seconds[place + 1] - seconds[0] <= Double(moment) / rate { place += 1 }
                taken.append(frames[place])
            }
            return VideoClip(taken, framesPerSecond: rate)
        }
    }

    /// The same, or all frames where no rate is asked for.
    package func sampled(_ rate: Double?) throws(QwenError) -> VideoClip {
        guard let rate else { return self }
        return try sampled(framesPerSecond: rate)
    }

    /// Which of `total` frames at `own` a second are taken for `rate` a second.
    package static func sample(of total: Int, at own: Double, to rate: Double) -> [Int] {
        guard total > 1 else { return Array(0..<total) }
        let most = Double(min(maximumFrames, total) / 2 * 2)
        let wanted = min(max(Double(total) / own * rate, minimumFrames), most)
        let count = Int(wanted / 2) * 2
        let step = Double(total) / Double(count)
        return (0..<Int((Double(total) / step).rounded(.up))).map { Int(Float(Double($0) * step)) }
    }

    private func check() throws(QwenError) {
        guard let first = frames.first else { throw .unusableVideo("it has no frames") }
        if let other = frames.first(where: { $0.size != first.size }) {
            throw .unusableVideo("its frames have different sizes, \(first.size) and \(other.size)")
        }
        switch timing {
        case .rate(let rate):
            guard rate.isFinite, rate > 0 else { throw .unusableVideo("expected a frame rate above 0, found \(rate)") }
        case .seconds(let seconds):
            guard seconds.count == frames.count else {
                throw .unusableVideo("it has \(frames.count) frames and \(seconds.count) times")
            }
            guard zip(seconds, seconds.dropFirst()).allSatisfy(<), seconds.allSatisfy(\.isFinite) else {
                throw .unusableVideo("its times do not increase from frame to frame")
            }
        }
    }
}
