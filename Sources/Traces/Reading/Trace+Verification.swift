import Images

/// What is wrong with a trace: each fault in words.
package struct TraceVerification: Codable, Hashable, Sendable {
    /// Empty for a trace that is whole and true to its hashes.
    package private(set) var faults: [String] = []
    package let lines: Int
    package let frames: Int
    package let inputs: Int
    /// The hash of the last line, which follows from all lines; `nil` for an older trace, whose lines have no hashes.
    package let chain: String?

    /// Reads everything: every line and its hash, every picture's pixels, every file beside the task, all references and times.
    package init(_ trace: Trace) {
        lines = trace.lines.count
        let named = Set(trace.lines.flatMap(\.event.frames)).sorted { $0.description < $1.description }
        frames = named.count
        inputs = trace.inputs.count
        let found = trace.chain
        chain = found.last
        faults = trace.losses.map(\.description) + found.faults
        var sizes: [FrameName: Size<ImageSpace>] = [:]
        for frame in named where !trace.isLost(frame) {
            do {
                sizes[frame] = try trace.image(of: frame, isVerified: true).size
            } catch {
                faults.append("\(error)")
            }
        }
        for file in trace.frameFiles.sorted(by: { $0.description < $1.description }) {
            guard let bytes = try? trace.keptFile(of: file), let extra = FrameFile.extraContents(of: bytes) else {
                continue
            }
            faults.append("the frame \(file) holds \(extra) besides its pixels")
        }
        for input in trace.inputs {
            do { _ = try trace.contents(of: input) } catch { faults.append("\(error)") }
        }
        faults += trace.timeFaults + trace.sizeFaults(sizes)
    }
}

extension Trace {
    /// What the hashes of its lines say.
    fileprivate var chain: LineChain.Findings {
        guard let text = try? folder.contents(of: folder.lines) else { return LineChain.Findings() }
        return LineChain.findings(in: text)
    }

    /// Events that are written before what happened earlier.
    fileprivate var timeFaults: [String] {
        zip(lines, lines.dropFirst()).compactMap { earlier, later in
            guard later.atMilliseconds < earlier.atMilliseconds else { return nil }
            return
                "event \(later.sequence) is at \(later.atMilliseconds) ms, and event \(earlier.sequence) before it at "
                + "\(earlier.atMilliseconds) ms"
        }
    }

    /// Screens, and pictures that models saw, that have another size than their line says.
    fileprivate func sizeFaults(_ sizes: [FrameName: Size<ImageSpace>]) -> [String] {
        var faults: [String] = []
        func compare(_ frame: FrameName, _ said: Size<ImageSpace>, _ sequence: Int) {
            guard let size = sizes[frame], size != said else { return }
            faults.append("the frame \(frame) of event \(sequence) is \(size), and its line says \(said)")
        }
        for line in lines {
            if let look = line.event as? ObservedEvent {
                compare(look.screen.frame, look.screen.coordinates.image, line.sequence)
            }
            for answer in line.event.answers {
                let model = answer.coordinates.model
                if let picture = answer.picture {
                    compare(picture, Size(width: model.width, height: model.height), line.sequence)
                }
            }
        }
        return faults
    }
}
