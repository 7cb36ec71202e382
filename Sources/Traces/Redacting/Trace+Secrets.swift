import Foundation
package import Images
import Interaction

extension Trace {
    /// Every picture of the screen once, with what stood there as far as it is known.
    package var looks: [(screen: RecordedScreen, elements: [ListedElement])] {
        var looks: [(screen: RecordedScreen, elements: [ListedElement])] = []
        var places: [FrameName: Int] = [:]
        func place(of screen: RecordedScreen) -> Int {
            if let known = places[screen.frame] { return known }
            looks.append((screen, []))
            places[screen.frame] = looks.count - 1
            return looks.count - 1
        }
        for line in lines {
            if let look = line.event as? ObservedEvent { _ = place(of: look.screen) }
        }
        for step in steps {
            guard let before = step.before else { continue }
            looks[place(of: before)].elements += step.elements ?? []
        }
        return looks
    }

    /// Where the screen changed when a secret was typed, also in several actions; nowhere where so much of it changed that
    /// this was not its field.
    package func typedPlaces(of redaction: Redaction) throws(TraceError) -> [Box<ScreenSpace>] {
        let split = SplitSecrets(lines, redaction).steps
        var places: [Box<ScreenSpace>] = []
        for step in steps {
            guard split.contains(step.number) || redaction.finds(step.action?.description ?? ""),
                let before = step.before, let after = step.after, before.coordinates == after.coordinates,
                let frame = before.coordinates.restored, !isLost(before.frame), !isLost(after.frame)
            else { continue }
            let boxes = try image(of: after.frame).difference(from: try image(of: before.frame)).boxes
            guard boxes.reduce(0, { $0 + $1.area }) <= frame.image.bounds.area * Self.maximumField else { continue }
            places += boxes.map { frame.screenBox($0).expanded(by: 4) }
        }
        return places
    }

    /// Of the screen.
    private static let maximumField = 0.25

    /// Files beside the trace's own, in its folder or named after it, that may be made from it: pages and packed copies.
    package var copies: [String] {
        let own: Set = ["trace.jsonl", "frames", "inputs"]
        let inside = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
            !own.contains($0)
        }.map { "\(folder.path)/\($0)" }
        let url = URL(filePath: folder.path).standardizedFileURL
        let siblings =
            (try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)) ?? []
        let beside = siblings.filter { name in
            name.hasPrefix(url.lastPathComponent + ".")
                && [".zip", ".html", ".part", ".bak"].contains { name.hasSuffix($0) }
        }.map { url.deletingLastPathComponent().appending(path: $0).path }
        return (inside + beside).sorted()
    }
}
