import Images

extension ReplayReport {
    /// What a person can do about a replay that is not as recorded, a sentence each, with commands to copy.
    package var advice: [String] {
        let name = trace.quotedForShell
        switch verdict {
        case .same: return []
        case .notAvailable: return ["Install what the look needs, or leave it out of --looks."]
        case .healed where look != nil: return []
        case .diverged where look != nil:
            return ["Look at the screens below: what differs is the program's, or does not fit under this look."]
        case .healed:
            return ["Targets stand elsewhere. To keep their new places in the trace: deskhand replay \(name) --update"]
        case .notReplayed: return ["Mend what kept it from being replayed, and replay it again."]
        case .diverged: break
        }
        var advice: [String] = []
        if violation != nil {
            advice.append(
                "A step does not hold. If the program is right, change the task's script and record it again; no update takes this over."
            )
        } else if hasSameOutcome || outcome == nil {
            advice.append("If the new screens are right, take them over: deskhand replay \(name) --update")
        } else {
            advice.append("The task's check says something else: look at the program first.")
        }
        if let place = looks.first(where: { !$0.isAlike && !$0.places.isEmpty }), let box = place.places.first {
            let (x, y, width, height) = box.expanded(by: 4).pixels
            advice.append(
                "If that place changes by itself, leave it out: deskhand trace mask \(name) --step \(place.step) "
                    + "\(max(0, x)),\(max(0, y)),\(width)x\(height)")
            advice.append("To find out whether it does: deskhand replay \(name) --repeat 3")
        }
        if !environment.isEmpty {
            advice.append(
                "The machine differs from the recorded one. Replay it there, or compare what programs tell in place of pixels: "
                    + "deskhand trace mask \(name) --compare elements")
        }
        if looks.contains(where: { $0.overrun != nil }) {
            advice.append(
                "A step took longer than its budget: deskhand trace mask \(name) --budget SECONDS allows more.")
        }
        return advice
    }
}

extension String {
    /// As one word of a shell's command line.
    fileprivate var quotedForShell: String {
        let isPlain = !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "/._-+@%".contains($0) }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
