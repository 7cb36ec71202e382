import Images
import QwenVL
import Testing

@Suite struct VideoClipTests {
    private let frames = (0..<10).map { Image(seed: UInt64($0), width: 56, height: 56) }

    /// Which of the frames a clip shows.
    private func places(_ clip: VideoClip) -> [Int?] {
        clip.frames.map { frame in frames.firstIndex { $0.difference(from: frame).isEmpty } }
    }

    @Test func `a clip at a rate is thinned out evenly, and says its new rate`() throws {
        let clip = try VideoClip(frames, framesPerSecond: 2).sampled(framesPerSecond: 1)
        #expect(places(clip) == [0, 2, 5, 7])
        #expect(clip.timing == .rate(0.8))
    }

    @Test func `a frame with a time is held until the next`() throws {
        let clip = VideoClip(Array(frames[..<4]), timing: .seconds([10, 10.4, 12, 15]))
        let sampled = try clip.sampled(framesPerSecond: 1)
        #expect(places(sampled) == [0, 1, 2, 2, 2, 3])
        #expect(sampled.timing == .rate(1))
        #expect(throws: QwenError.self) { try clip.sampled(framesPerSecond: 1000) }
        #expect(throws: QwenError.self) { try clip.sampled(framesPerSecond: 0) }
    }

    @Test func `one frame stays one`() throws {
        #expect(places(try VideoClip([frames[3]], framesPerSecond: 5).sampled(framesPerSecond: 1)) == [3])
        #expect(places(try VideoClip([frames[3]], timing: .seconds([7])).sampled(framesPerSecond: 1)) == [3])
    }

    @Test func `tokens of a pair stand at the second of its first frame`() throws {
        let grid = PatchGrid(frames: 3, rows: 2, columns: 2)
        let placeholders = PromptPositions.Placeholders(image: 1, video: 2, tokensPerSecond: 2)
        func times(_ pairs: PromptPositions.PairTimes) throws -> [Int] {
            try PromptPositions(
                of: [0, 2, 2, 2, 0], pictures: [.init(grid, times: pairs)], placeholders: placeholders
            ).tokens.map(\.time)
        }
        #expect(try times(.at([0, 0.9, 7.6])) == [0, 1, 2, 16, 17])
        #expect(try times(.every(1.5)) == [0, 1, 4, 7, 8])
        #expect(try times(.at([0, 1.5, 3])) == times(.every(1.5)))
    }
}
