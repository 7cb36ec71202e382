import Agents
import Images
import Interaction
import Traces

/// What became of the target of a recorded action.
enum TargetFate {
    /// The target is at its recorded place, or its place is unknown.
    case inPlace
    case moved(HealedTarget)
    /// It is known not to be where it was, and nothing is known to be it.
    case lost(String)
}

extension DesktopReplay {
    /// Where a recorded target stands now.
    func fate(
        of decision: Decision, _ moment: RecordedMoment, on screen: ScreenState, then picture: Image
    ) async -> TargetFate {
        guard case .act(let proposal) = decision, case .act(let recorded) = moment.decision,
            recorded.action.points.count > 0, let then = recorded.action.point, let now = proposal.action.point
        else { return .inPlace }
        guard recorded.action.points.count == 1 else {
            let leadsAnew = decidesAnew && proposal.grounding?.target != nil
            return isOtherLook && !leadsAnew
                ? .lost("a drag between recorded places cannot be followed under another look") : .inPlace
        }
        if decidesAnew, let target = proposal.grounding?.target {
            if isOtherLook, let search = await search(for: then, moment, on: screen, then: picture),
                let other = search.other(at: screen.screenshot.frame.imagePoint(now))
            {
                return .lost("'\(target.text)' leads to \(other), which is something else than when it was recorded")
            }
            guard max(abs(now.x - then.x), abs(now.y - then.y)) > Self.steadiness else { return .inPlace }
            return .moved(
                HealedTarget(
                    step: moment.step, target: "'\(target.text)'", from: then, to: now, evidence: .words,
                    reason: "the script's words lead there"))
        }
        guard let search = await search(for: then, moment, on: screen, then: picture) else { return .inPlace }
        guard let found = await found(by: search, moment, on: screen, then: picture) else {
            if isOtherLook, !decision.isEvasion, !search.isInPlace { return .lost(search.lossUnderOtherLook) }
            guard search.isTold, !search.isInPlace, let target = search.target else { return .inPlace }
            return .lost("\(target.words) is not where it was, and nothing here can be told to be it")
        }
        let place = Box<ImageSpace>(x: found.point.x, y: found.point.y, width: 1, height: 1)
        let box = screen.screenshot.frame.screenBox(place)
        let there = Point<ScreenSpace>(x: box.x, y: box.y)
        guard max(abs(there.x - then.x), abs(there.y - then.y)) > Self.steadiness else { return .inPlace }
        return .moved(
            HealedTarget(
                step: moment.step, target: found.target, from: then, to: there, evidence: found.evidence,
                reason: found.reason))
    }

    /// Pixels by which a target may lie elsewhere and is still at its place.
    private static var steadiness: Double { 4 }

    private func search(
        for point: Point<ScreenSpace>, _ moment: RecordedMoment, on screen: ScreenState, then picture: Image
    ) async -> TargetSearch? {
        guard let recorded = moment.screen else { return nil }
        let frame = screen.screenshot.frame
        let told = await screen.elementsTold().map { ListedElement.all(of: $0, in: frame) }
        return TargetSearch(
            elements: moment.elements, picture: picture, point: frame.imagePoint(point), elementsNow: told,
            pictureNow: screen.screenshot.image,
            windows: TargetWindows(then: recorded.windows, now: screen.windows, frame: frame))
    }

    private func found(
        by search: TargetSearch, _ moment: RecordedMoment, on screen: ScreenState, then picture: Image
    ) async -> TargetSearch.Found? {
        // What programs tell of goes before what is seen: where it is not found there, nothing that looks alike is it.
        if search.isTold { return search.byElement }
        if let found = search.byPicture { return found }
        guard let naming, let recorded = moment.screen else { return nil }
        let words = ScreenWords(
            now: screen, then: recorded.restored(with: picture), recordedElements: nil, naming: naming)
        let (old, new) = await words.labels
        return search.byWords(old, new)
    }
}

extension Decision {
    /// The same, pointing elsewhere.
    func pointing(to place: Point<ScreenSpace>) -> Decision {
        guard case .act(var proposal) = self else { return self }
        proposal.action = proposal.action.mapPoints { _ in place }
        return .act(proposal)
    }

    /// Where coordinates of a script stand elsewhere in the trace, because an update kept a healed place: the same there.
    func atKeptPlace(of moment: RecordedMoment) -> Decision {
        guard !isEvasion, moment.isSame(as: self), case .act(let now) = self, case .act(let then) = moment.decision,
            now.grounding == nil, then.grounding == nil, then.action.points.count == 1, let place = then.action.point
        else { return self }
        return pointing(to: place)
    }
}
