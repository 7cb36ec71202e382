package import Images
package import Interaction
package import Traces

/// What stands on a recorded screen and on today's, whatever it looks like: the elements that programs tell of, and words
/// where they tell nothing.
package struct ScreenContents: Sendable {
    private let now: ScreenState
    private let then: ScreenState
    private let differing: [Box<ImageSpace>]
    private let hidden: [Box<ImageSpace>]
    private let masked: [Box<ImageSpace>]
    private let comparesWindows: Bool
    private let isOtherLook: Bool
    private let naming: (any ElementNaming)?

    /// - Parameters:
    ///   - then: the recorded screen with its picture, of the size of today's.
    ///   - differing: where pixels differ; where none do, nothing has to be read.
    ///   - hidden: parts that are not compared, in the picture's pixels.
    ///   - masked: those of them that were blacked out in the recorded picture.
    ///   - comparesWindows: whether titles of windows count.
    ///   - isOtherLook: whether everything is drawn otherwise than when it was recorded, so that words are read otherwise and
    ///     not everything fits that did.
    ///   - naming: reads words.
    package init(
        now: ScreenState, then: ScreenState, differing: [Box<ImageSpace>], hidden: [Box<ImageSpace>] = [],
        masked: [Box<ImageSpace>] = [], comparesWindows: Bool = true, isOtherLook: Bool = false,
        naming: (any ElementNaming)?
    ) {
        self.isOtherLook = isOtherLook
        self.now = now
        self.then = then
        self.differing = differing
        self.hidden = hidden
        self.masked = masked
        self.comparesWindows = comparesWindows
        self.naming = naming
    }

    /// What is compared.
    package enum Subject: Sendable {
        /// What programs tell; what they told when it was recorded, where the trace says so.
        case elements([ListedElement]?)
        case words
    }

    /// What differs.
    package struct Findings: Sendable {
        /// Elements and words.
        package var changes: [ElementChange] = []
        /// Places that look different, on which neither elements nor words were found, then or now.
        package var unread: [Box<ImageSpace>] = []

        /// Whether nothing differs.
        package var isEmpty: Bool { changes.isEmpty && unread.isEmpty }

        /// What the places come to, in words.
        var words: [String] {
            guard let first = unread.first else { return [] }
            let more = unread.count > 1 ? " and \(unread.count - 1) more places" : ""
            return ["pixels differ at \(first.words)\(more), where no words can be read, then or now"]
        }
    }

    /// Compares.
    ///
    /// - Throws: ``ReplayError/notRead(reason:)`` when words have to be read and cannot be.
    package func findings(of subject: Subject) async throws -> Findings {
        guard case .elements(let recorded) = subject, let recorded, !recorded.isEmpty,
            let list = await now.elementsTold()
        else { return try await findingsOfWords() }
        let today = ListedElement.all(of: list, in: now.screenshot.frame)
        guard !today.isEmpty else { return try await findingsOfWords() }
        let (old, new) = (compared(recorded), compared(today))
        var findings = Findings(changes: ElementChanges.all(from: old, to: new).filter(\.isStructural))
        if isOtherLook { findings.changes = otherLook(old, new).withoutItsOwn(findings.changes) }
        guard !differing.isEmpty else { return findings }
        // Beyond so many elements the lists say nothing.
        if max(recorded.count, today.count) >= ListedElement.maximumCount {
            findings.add(try await findingsOfWords())
        } else {
            findings.add(try await findingsOfUntold(recorded, today))
        }
        return findings
    }

    private func otherLook(_ old: [ListedElement], _ new: [ListedElement]) -> OtherLook {
        let pairs = WindowPairs(recorded: then.windows.map { RecordedWindow($0) }, now: now.windows).numbers
        var numbers: [WindowID: Int] = [:]
        for (number, window) in pairs { numbers[window] = Int(number) }
        return OtherLook(
            then: OtherLook.Side(elements: old, windows: then.areas { Int($0.id.number) }),
            now: OtherLook.Side(elements: new, windows: now.areas { numbers[$0.id] }))
    }

    /// What is compared of a list.
    private func compared(_ elements: [ListedElement]) -> [ListedElement] {
        elements.filter { element in
            guard comparesWindows || !element.isWindow else { return false }
            return element.isVisible(besides: hidden) && !masked.contains { $0.intersection(element.box) != nil }
        }
    }

    /// The words that stand on the screens, wherever they stand.
    private func findingsOfWords() async throws -> Findings {
        guard !differing.isEmpty else { return Findings() }
        let all = [now.screenshot.frame.imageBox(now.screenshot.capture)]
        let recorded = [then.screenshot.frame.imageBox(then.screenshot.capture)]
        return try await findings(read: (recorded, all), untold: all) { _ in false }
    }

    /// What elements do not tell: words that stand on none, such as the contents of fields, long names, what is only
    /// painted, and all words of windows whose programs tell nothing.
    private func findingsOfUntold(_ recorded: [ListedElement], _ today: [ListedElement]) async throws -> Findings {
        let told = recorded.filter(\.saysItsWords), toldNow = today.filter(\.saysItsWords)
        return try await findings(
            read: (then.shown.flatMap(\.boxes), now.shown.flatMap(\.boxes)),
            untold: then.untold(recorded) + now.untold(today)
        ) { label in
            (label.isNow ? toldNow : told).contains { $0.box.contains(label.element.box.centre) }
        }
    }

    /// - Parameters:
    ///   - boxes: what is read, then and now.
    ///   - untold: where nothing but words can be compared, then or now.
    ///   - isTold: whether an element says what a label says.
    private func findings(
        read boxes: (then: [Box<ImageSpace>], now: [Box<ImageSpace>]), untold: [Box<ImageSpace>],
        without isTold: ((element: ListedElement, isNow: Bool)) -> Bool
    ) async throws -> Findings {
        let old = try await labels(in: boxes.then, on: then.without(hidden))
        let new = try await labels(in: boxes.now, on: now.without(hidden))
        let (untoldOld, untoldNew) = (old.filter { !isTold(($0, false)) }, new.filter { !isTold(($0, true)) })
        if isOtherLook {
            // What is told on one screen may be read on the other; where nothing is read, there was only another picture.
            let changes =
                LikelyWords.changes(from: untoldOld, to: new).filter(\.isGone)
                + LikelyWords.changes(from: old, to: untoldNew).filter { !$0.isGone }
            return Findings(changes: otherLook(old, new).withoutItsOwn(changes))
        }
        var findings = Findings(changes: SpokenWords.changes(from: untoldOld, to: untoldNew))
        let read = (old + new).filter { label in untold.contains { $0.contains(label.box.centre) } }
        if read.isEmpty {
            findings.unread = differing.filter { place in untold.contains { $0.intersection(place) != nil } }
        }
        return findings
    }

    private func labels(in boxes: [Box<ImageSpace>], on screen: ScreenState) async throws -> [ListedElement] {
        guard !boxes.isEmpty else { return [] }
        guard let naming else { throw ReplayError.notRead(reason: "nothing here reads words") }
        let frame = screen.screenshot.frame
        var found: [ListedElement] = []
        for box in boxes {
            do {
                let labels = try await naming.labels(in: frame.screenBox(box), on: screen)
                found += labels.map { ListedElement(text: $0.text, box: frame.imageBox($0.box)) }
            } catch let cancelled as CancellationError {
                throw cancelled
            } catch {
                throw ReplayError.notRead(reason: "\(error)")
            }
        }
        // Frames are the window manager's, and titles are compared as those of windows.
        return found.filter {
            !screen.isFrame(at: frame.screenBox($0.box).centre) && !SpokenWords.words(of: $0).isEmpty
        }
    }
}

extension ScreenContents.Findings {
    fileprivate mutating func add(_ other: Self) {
        changes += other.changes
        unread += other.unread
    }
}

extension ListedElement {
    fileprivate var isWindow: Bool { [.window, .dialog].contains(ElementRole(name: role)) }

    /// Whether its list entry says all words that stand on it.
    fileprivate var saysItsWords: Bool {
        let role = ElementRole(name: role)
        switch role {
        case .field, .textArea, .comboBox, .spinButton: return false
        default: return !role.isContainer && !name.isEmpty && name.count < Self.maximumName
        }
    }

    /// Whether more than half of it can be seen besides hidden parts.
    func isVisible(besides hidden: [Box<ImageSpace>]) -> Bool {
        guard !box.isEmpty else { return !hidden.contains { $0.contains(box.centre) } }
        return box.without(hidden).reduce(0) { $0 + $1.area } > box.area / 2
    }
}

extension ElementChange {
    fileprivate var isGone: Bool {
        if case .missing = self { true } else { false }
    }
}

extension ScreenState {
    /// The windows' own areas under numbers, the uppermost first.
    fileprivate func areas(_ number: (WindowInfo) -> Int?) -> [(number: Int, area: Box<ImageSpace>)] {
        let visible = windows.filter { !$0.isMinimised && !$0.isTooltip }
        return visible.compactMap { window in
            let content = screenshot.frame.imageBox(window.content)
            guard let number = number(window), let area = content.intersection(screenshot.image.size.bounds) else {
                return nil
            }
            return (number, area)
        }
    }

    /// The windows that can be seen, and what shows of each without its frame.
    fileprivate var shown: [(window: WindowInfo, boxes: [Box<ImageSpace>])] {
        let frame = screenshot.frame
        let shown = windows.filter { !$0.isMinimised && !$0.isTooltip }
        return shown.enumerated().map { index, window in
            (window, window.content.without(shown.prefix(index).map(\.frame)).map { frame.imageBox($0) })
        }
    }

    /// Whether a window's frame is there, around the program's own area.
    fileprivate func isFrame(at place: Point<ScreenSpace>) -> Bool {
        windows.first { !$0.isMinimised && $0.frame.contains(place) }.map { !$0.content.contains(place) } ?? false
    }

    /// What shows of the windows in which no element was told.
    fileprivate func untold(_ elements: [ListedElement]) -> [Box<ImageSpace>] {
        let frame = screenshot.frame
        let places = elements.filter { !$0.isWindow }.map { frame.screenBox($0.box).centre }
        let told = Set(
            places.compactMap { place in shown.first { $0.window.frame.contains(place) }?.window.id })
        return shown.filter { !told.contains($0.window.id) }.flatMap(\.boxes)
    }

    /// The same with a picture in which parts have the colour of what stands beside them, so that nothing is read there.
    fileprivate func without(_ hidden: [Box<ImageSpace>]) -> ScreenState {
        let image = screenshot.image
        let visible = hidden.compactMap { $0.intersection(image.size.bounds) }
        guard !visible.isEmpty else { return self }
        let covered = image.drawing { canvas in
            for box in visible {
                canvas.fill(box, image[max(0, Int(box.x) - 1), max(0, Int(box.y) - 1)])
            }
        }
        return ScreenState(
            screenshot: Screenshot(image: covered, screen: screenshot.screen, capture: screenshot.capture),
            pointer: pointer, windows: windows)
    }
}
