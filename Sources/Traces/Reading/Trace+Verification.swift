import Images

/// What is wrong with a trace: each fault in words.
package struct TraceVerification: Codable, Hashable, Sendable {
    /// Empty for a trace that is whole and true to its hashes.
    package private(set) var faults: [String] = []
    package let lines: Int
    package let frames: Int
    package let inputs: Int

    /// Reads everything: every line, every picture's pixels, every file beside the task, all references and times.
    package init(_ trace: Trace) {
        lines = trace.lines.count
        let named = Set(trace.lines.flatMap(\.event.frames)).sorted { $0.description < $1.description }
        frames = named.count
        inputs = trace.header.inputs.count
        faults = trace.losses.map(\.description)
        for frame in named where !trace.isLost(frame) {
            do { _ = try trace.image(of: frame, isVerified: true) } catch { faults.append("\(error)") }
        }
        for input in trace.header.inputs {
            do { _ = try trace.contents(of: input) } catch { faults.append("\(error)") }
        }
        faults += trace.timeFaults + trace.sizeFaults
    }
}

extension Trace {
    /// Events that are written before what happened earlier.
    fileprivate var timeFaults: [String] {
        zip(lines, lines.dropFirst()).compactMap { earlier, later in
            guard later.atMilliseconds < earlier.atMilliseconds else { return nil }
            return
                "event \(later.sequence) is at \(later.atMilliseconds) ms, and event \(earlier.sequence) before it at "
                + "\(earlier.atMilliseconds) ms"
        }
    }

    /// Screens whose picture has another size than their line says.
    fileprivate var sizeFaults: [String] {
        steps.compactMap { step in
            guard let screen = step.before, !isLost(screen.frame), let image = try? image(of: screen.frame),
                image.size != screen.coordinates.image
            else { return nil }
            return "the frame \(screen.frame) of step \(step.number) is \(image.size), and its line says "
                + "\(screen.coordinates.image)"
        }
    }
}
