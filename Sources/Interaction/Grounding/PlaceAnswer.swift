/// What an answer says, in the answer's own numbers.
package enum ParsedAnswer: Hashable, Sendable {
    /// One place: a point, or the centre of a box.
    case place(RawPlace)
    /// That what was asked for is not there.
    case refusal
    /// So many different places, of which no rule takes one.
    case several(Int)
    case unparseable(reason: String)
}

/// A place before it is known what its numbers measure.
package struct RawPlace: Hashable, Sendable {
    /// The horizontal number of the answer.
    package let x: Double
    /// The vertical number of the answer.
    package let y: Double
    /// Whether the answer was a box, which counts by its centre.
    let isBox: Bool

    /// Creates a place from the numbers of an answer.
    package init(x: Double, y: Double, isBox: Bool = false) {
        self.x = x
        self.y = y
        self.isBox = isBox
    }

    /// The point that two numbers name, or the centre of the box that four name.
    package init?(_ numbers: [Double]) {
        switch numbers.count {
        case 2: self.init(x: numbers[0], y: numbers[1])
        case 4: self.init(x: (numbers[0] + numbers[2]) / 2, y: (numbers[1] + numbers[3]) / 2, isBox: true)
        default: return nil
        }
    }

    /// Both numbers are negative: how OSWorld-G writes a refusal.
    package var isRefusal: Bool { x < 0 && y < 0 }
}

/// Which of several places in one answer counts.
package enum AnswerRule: String, Codable, CaseIterable, Hashable, Sendable {
    /// None: an answer that names several different places is wrong, so that hedging does not pay.
    case only
    /// The first, as ScreenSpot-Pro's own reader of Qwen2.5-VL's answers takes it.
    case first
}

/// What the numbers of an answer measure.
package enum AnswerCoordinates: String, Codable, CaseIterable, Hashable, Sendable {
    /// Pixels of the picture as the model saw it.
    case pixels
    /// Thousandths of the picture's sides.
    case perMille = "permille"
    /// Parts of the picture's sides, from 0 to 1.
    case ratio
}

/// What reads the places out of models' answers.
package struct PlaceReading: Sendable {
    /// Raised by every change that could read any answer differently.
    package let version: Int
    /// Reads an answer; where it names several places the rule decides.
    package let read: @Sendable (_ answer: String, _ rule: AnswerRule) -> ParsedAnswer

    /// - Parameters:
    ///   - version: of the reader.
    ///   - read: reads one answer.
    package init(version: Int, read: @escaping @Sendable (_ answer: String, _ rule: AnswerRule) -> ParsedAnswer) {
        self.version = version
        self.read = read
    }
}
