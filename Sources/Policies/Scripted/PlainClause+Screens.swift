import Agents
import Images
import Interaction

/// Steps that compare the screen with a kept picture.
extension PlainClause {
    /// `screen like NAME`, of all of the screen, of a window, an element or a region.
    func screenLike(_ words: ArraySlice<PlainToken>, softly: Bool = false) throws(PlainStepsError) -> ScriptStep {
        guard words.first?.keyword == "like" else {
            throw refusal("'screen' is followed by 'like' and the name of a picture, as in \"screen like 'basket'\"")
        }
        let words = words.dropFirst()
        let cut = words.indices.first { index in
            index > words.startIndex && ["in", "of", "at"].contains(words[index].keyword)
        }
        let name = Self.text(words[..<(cut ?? words.endIndex)])
        if let fault = ScreenLike.fault(in: name) { throw refusal(fault) }
        var claim = ScreenLike(name)
        claim.isSoft = softly
        guard let cut else { return .screenLike(claim) }
        let rest = words[(cut + 1)...]
        switch words[cut].keyword {
        case "in": claim.part = .window(try target(rest.withoutWindow).text)
        case "of": claim.part = .target(try target(rest))
        default: claim.part = .region(try region(rest))
        }
        return .screenLike(claim)
    }

    /// `100,200 size 300x40`.
    private func region(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Box<ScreenSpace> {
        let numbers = words.filter { $0.keyword != "size" }.flatMap { $0.text.split { ",x".contains($0) } }
            .map { Int($0) }
        guard words.count == 3, words.dropFirst().first?.keyword == "size", numbers.count == 4,
            let x = numbers[0], let y = numbers[1], let width = numbers[2], let height = numbers[3],
            [x, y].allSatisfy((0...100_000).contains), [width, height].allSatisfy((1...100_000).contains)
        else { throw refusal("'at' is followed by a region, as in \"screen like 'top' at 0,0 size 300x40\"") }
        return Box(x: x, y: y, width: width, height: height)
    }
}

extension ArraySlice<PlainToken> {
    /// Without "the" and "window" before a title.
    fileprivate var withoutWindow: Self {
        var words = self
        for word in ["the", "window"] where words.count > 1 && words.first?.keyword == word {
            words = words.dropFirst()
        }
        return words
    }
}
