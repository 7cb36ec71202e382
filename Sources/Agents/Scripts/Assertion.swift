import Images
package import Interaction

/// A claim that a target is on the screen, or that it is not. The rules:
///
/// 1. what the target says must stand there exactly, by ``ExactWords``: whole words, the same case, no other digits;
///    `roughly` takes whatever an action's target may be;
/// 2. an absence must hold in any case of the letters;
/// 3. text does not count at the place where the steps typed it (``TypingRecord``);
/// 4. the titles of shown windows count;
/// 5. a role, a state or a value is a claim about an element, which its program tells; words that describe an element
///    (``TargetWords``) are such a claim where they do not stand on the screen themselves.
package struct Assertion: Hashable, Sendable {
    var target: Target
    var present: Bool

    /// Creates the claim that `target` is on the screen, or that it is not.
    package init(_ target: Target, present: Bool) {
        self.target = target
        self.present = present
    }

    /// Evaluates it on one look at the screen: the one function for scripts and replays.
    ///
    /// - Parameter typing: what the steps before typed, and where it appeared.
    /// - Throws: when nothing could be looked for.
    package func evaluate(
        on screen: ScreenState, by resolver: any TargetResolving, since typing: TypingRecord = TypingRecord()
    ) async throws -> AssertionResult {
        let places = try await resolver.places(of: target, on: screen)
        let fitting = places.filter(fits)
        if fitting.isEmpty, let reading = TargetWords.read(target), reading.isPlain {
            return try await Assertion(reading.target, present: present).evaluate(
                on: screen, by: resolver, since: typing)
        }
        var evidence = fitting
        if present, !target.needsElements {
            for place in fitting where try await typing.isOwn(place, of: target, on: screen, by: resolver) {
                evidence.removeAll { $0 == place }
            }
        }
        let isThere = evidence.count >= target.nth ?? 1
        let detail =
            if isThere { "it is there" } else if evidence.count < fitting.count, let own = fitting.first {
                "it stands only where the steps typed it, at (\(own.point.pixel.x), \(own.point.pixel.y)), "
                    + "which does not count"
            } else { await absence(places, on: screen, by: resolver) }
        return AssertionResult(
            claim: "\(target) is \(present ? "" : "not ")on the screen", holds: isThere == present, detail: detail,
            grounding: isThere ? grounding(evidence) : nil)
    }

    /// Whether what was found is what the assertion speaks of.
    private func fits(_ place: Candidate) -> Bool {
        guard !target.isRough, target.image == nil else { return true }
        guard !target.needsElements else { return place.isExact }
        let (wanted, read) = (ExactWords(target.text), ExactWords(place.text))
        return present ? wanted.stand(in: read) : wanted.lowercased.stand(in: read.lowercased)
    }

    private func grounding(_ evidence: [Candidate]) -> Grounding {
        Grounding(
            target: target, grounder: "assertion", candidates: evidence,
            chosen: min(max(target.nth ?? 1, 1), evidence.count) - 1, rule: target.isRough ? "roughly" : "exactly")
    }

    private func absence(
        _ places: [Candidate], on screen: ScreenState, by resolver: any TargetResolving
    ) async -> String {
        let contents = await resolver.contents(of: screen, instead: target)
        guard present, !target.isRough, let other = places.first?.text else { return "it is not there; \(contents)" }
        return "it is not there exactly, but '\(other)' is; 'roughly' takes that; \(contents)"
    }
}

extension TargetResolving {
    /// What is on the screen in place of a target that is not, in words.
    package func contents(of screen: ScreenState, instead target: Target? = nil) async -> String {
        let titles = screen.windows.filter { !$0.isMinimised && !$0.title.isEmpty }.map { "'\($0.title)'" }
        let windows = titles.isEmpty ? "there is no window" : "the windows are \(titles.joined(separator: ", "))"
        let labels = await labels(on: screen)
        let known =
            if let target { await explanation(of: target, on: screen).map { "\($0); " } ?? "" } else { "" }
        guard !labels.isEmpty else { return known + windows }
        let near = target.map { NearestLabels.of($0.text, among: labels) } ?? []
        let nearest = near.isEmpty ? "" : "the nearest is \(near.map { "'\($0)'" }.joined(separator: ", ")); "
        let all = labels.prefix(40).map { "'\($0)'" }.joined(separator: ", ")
        return "\(known)\(nearest)\(windows); what can be read is \(all)"
    }
}
