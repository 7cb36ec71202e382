/// Where the tokens of a prompt stand in time, row and column (M-RoPE with absolute time; Bai et al. 2025, §2.1.3).
///
/// Text counts on; the tokens of a picture share a time and take its rows and columns; those of a video also move in
/// time, by the seconds that pass between its pairs of frames. What follows a picture continues after its largest number.
package struct PromptPositions: Hashable, Sendable {
    /// Of each token.
    package let tokens: [TokenPosition]
    /// Where the first token stands that is generated; each further one stands one place on.
    package let next: Int

    /// Where text continues after a video.
    package enum AfterVideo: String, Hashable, Sendable, CaseIterable {
        /// After the largest number of the video, times among them, as the model was trained.
        case largest
        /// After the larger of its rows and columns, whatever its times, as transformers 5 has it.
        case reference
    }

    /// What stands for one picture or video in a prompt.
    package struct Picture: Hashable, Sendable {
        var grid: PatchGrid
        /// When the pairs of a video's frames begin; `nil` for a picture.
        var times: PairTimes?

        /// Whether it has times.
        package var isVideo: Bool { times != nil }

        /// Creates what one picture or video takes.
        package init(_ grid: PatchGrid, times: PairTimes? = nil) {
            self.grid = grid
            self.times = times
        }
    }

    /// When pairs of frames begin, in seconds since the first.
    package enum PairTimes: Hashable, Sendable {
        /// So many seconds after one another (`second_per_grid_ts` of the reference).
        case every(Float)
        /// Each at its own time.
        case at([Float])
    }

    /// The ids that stand for rows of pictures, and how fast time counts.
    package struct Placeholders: Hashable, Sendable {
        var image: Int
        var video: Int
        /// Numbers of the time in a second (`tokens_per_second`).
        var tokensPerSecond: Float

        /// Creates the counter, from the placeholders' tokens and the positions that a second takes.
        package init(image: Int, video: Int, tokensPerSecond: Float) {
            self.image = image
            self.video = video
            self.tokensPerSecond = tokensPerSecond
        }
    }

    /// - Parameters:
    ///   - ids: of the whole prompt, with one placeholder for each row of a picture.
    ///   - pictures: all images and videos in the order of their placeholders.
    /// - Throws: ``QwenError/placeholders(found:expected:)`` when the two do not fit.
    package init(
        of ids: [Int], pictures: [Picture], placeholders: Placeholders, afterVideo: AfterVideo = .largest
    ) throws(QwenError) {
        var walk = Walk(pictures, placeholders, afterVideo)
        var index = 0
        while index < ids.count {
            if ids[index] == placeholders.image || ids[index] == placeholders.video {
                index += try walk.picture(at: index, in: ids)
            } else {
                walk.text()
                index += 1
            }
        }
        guard walk.left.isEmpty else {
            throw .placeholders(
                found: "placeholders for \(pictures.count - walk.left.count) pictures", expected: "\(pictures.count)")
        }
        tokens = walk.tokens
        next = (walk.largest ?? -1) + 1
    }
}

/// Goes through a prompt and counts.
private struct Walk {
    private(set) var tokens: [TokenPosition] = []
    private(set) var largest: Int?
    private(set) var left: ArraySlice<PromptPositions.Picture>
    private var position = 0
    private let placeholders: PromptPositions.Placeholders
    private let afterVideo: PromptPositions.AfterVideo

    init(
        _ pictures: [PromptPositions.Picture], _ placeholders: PromptPositions.Placeholders,
        _ afterVideo: PromptPositions.AfterVideo
    ) {
        left = pictures[...]
        self.placeholders = placeholders
        self.afterVideo = afterVideo
    }

    mutating func text() {
        tokens.append(TokenPosition(position))
        largest = max(largest ?? position, position)
        position += 1
    }

    /// - Returns: how many tokens the next picture takes.
    mutating func picture(at start: Int, in ids: [Int]) throws(QwenError) -> Int {
        let id = ids[start]
        let run = ids[start...].prefix { $0 == id }.count
        guard let picture = left.popFirst() else {
            throw .placeholders(found: "\(run) placeholders after those of the last picture", expected: "none there")
        }
        guard picture.isVideo == (id == placeholders.video), run >= picture.grid.tokens,
            picture.grid.tokens > 0
        else {
            throw .placeholders(
                found: "\(run) \(id == placeholders.video ? "video" : "image") placeholders",
                expected: "\(picture.grid.tokens) for \(picture.isVideo ? "a video" : "an image")")
        }
        add(picture)
        return picture.grid.tokens
    }

    /// By how much the time has grown at a pair of frames. Rounded to float32 as in the reference, which decides where it
    /// is cut off to a whole number.
    private func number(of pair: Int, in times: PromptPositions.PairTimes?) -> Int {
        switch times {
        case nil: 0
        case .every(let seconds)?: Int(Float(pair) * (placeholders.tokensPerSecond * seconds))
        case .at(let seconds)?: Int(seconds[pair] * placeholders.tokensPerSecond)
        }
    }

    private mutating func add(_ picture: PromptPositions.Picture) {
        let grid = picture.grid
        var end = position
        for frame in 0..<grid.frames {
            let time = position + number(of: frame, in: picture.times)
            for row in 0..<grid.tokenRows {
                for column in 0..<grid.tokenColumns {
                    tokens.append(TokenPosition(time: time, row: position + row, column: position + column))
                }
            }
            end = max(end, time)
        }
        let side = max(grid.tokenRows, grid.tokenColumns)
        end = max(end, position + side - 1)
        largest = max(largest ?? end, end)
        position = afterVideo == .largest ? end + 1 : position + side
    }
}
