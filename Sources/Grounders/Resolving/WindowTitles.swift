import Images
import Interaction

extension WindowMap {
    /// The window whose title is, or holds as whole words, the target's words, at its title bar: the server knows a title
    /// also where its picture is misread. Only windows whose frame shows one count.
    ///
    /// - Throws: ``AmbiguousTarget`` when several are left.
    func titled(_ target: Target) throws(AmbiguousTarget) -> Grounding? {
        guard target.image == nil, target.below == nil, target.rightOf == nil else { return nil }
        let titled = withTitleBars.filter { target.inWindow.map($0.isNamed) ?? true }
        let whole = titled.filter { $0.title == target.text }
        let fitting = whole.isEmpty ? titled.filter { $0.title.holdsWords(target.text) } : whole
        let candidates = fitting.compactMap { candidate($0, isExact: !whole.isEmpty) }
        guard !candidates.isEmpty else { return nil }
        if let nth = target.nth {
            guard nth <= candidates.count else { return nil }
        } else if candidates.count > 1 {
            throw AmbiguousTarget(target: target, candidates: candidates)
        }
        return Grounding(
            target: target, grounder: "windows", candidates: candidates, chosen: (target.nth ?? 1) - 1, rule: "title")
    }

    /// The titles of windows of which anything shows that are, or hold as whole words, the target's words. The frame need
    /// not show them: for a claim, what the server says is enough.
    func titles(of target: Target) -> [Candidate] {
        guard target.image == nil, target.below == nil, target.rightOf == nil else { return [] }
        return shown.filter { window in
            !window.isPopup && (target.inWindow.map(window.isNamed) ?? true) && window.title.holdsWords(target.text)
        }.map { window in
            let bar = frame.imageBox(window.hasTitleBar ? window.titleBar : window.frame)
            return Candidate(
                box: bar, point: bar.centre, text: window.title, confidence: 1, isExact: window.title == target.text)
        }
    }

    /// The window's title bar, if it shows whole.
    private func candidate(_ window: WindowInfo, isExact: Bool) -> Candidate? {
        let bar = frame.imageBox(window.titleBar)
        guard showsWhole(bar), self.window(under: bar.centre)?.id == window.id else { return nil }
        return Candidate(box: bar, point: bar.centre, text: window.title, confidence: 1, isExact: isExact)
    }
}

extension WindowInfo {
    /// The part of the frame above the program's own area.
    var titleBar: Box<ScreenSpace> {
        Box(x: content.x, y: frame.y, width: content.width, height: content.y - frame.y)
    }

    /// Whether the frame has room for a title, as borders alone have not.
    var hasTitleBar: Bool { !isPopup && content.y - frame.y >= 10 }
}

extension String {
    /// Whether these words stand in it, in any case and not as a part of longer words.
    fileprivate func holdsWords(_ words: String) -> Bool {
        let (text, words) = (lowercased(), words.lowercased())
        guard !words.isEmpty else { return false }
        return text.ranges(of: words).contains { range in
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
            return ![before, after].contains { $0.isLetter || $0.isNumber }
        }
    }
}
