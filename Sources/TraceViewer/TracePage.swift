import Foundation
import Images
package import Traces

/// A trace as one HTML page that needs nothing else: no network, no other file.
package struct TracePage {
    /// The page's source.
    package let html: String

    /// Puts the trace and its frames into the page, each frame once.
    ///
    /// All of it goes in as data, in which no `<` is left; the page's program shows it as text only. In the place of a
    /// frame that is lost it says so.
    package init(_ trace: Trace) throws {
        let steps = trace.steps
        let content = PageContent(
            header: trace.header, steps: steps, rows: steps.map(\.rows), end: trace.end, grading: trace.grading,
            losses: trace.losses.map(\.description), images: try TracePage.images(of: steps, in: trace))
        html = try PageSource.page(PackageResources.page_html, mark: "/*TRACE*/null", holding: content)
    }

    private static func images(of steps: [RecordedStep], in trace: Trace) throws -> [String: String] {
        var images: [String: String] = [:]
        for step in steps {
            let frames = [step.before?.frame, step.after?.frame, step.decision?.answer?.picture].compactMap(\.self)
            for frame in frames where images[frame.description] == nil && !trace.isLost(frame) {
                images[frame.description] = Data(try trace.file(of: frame)).base64EncodedString()
            }
        }
        return images
    }
}

/// What the page's program is given.
private struct PageContent: Encodable {
    let header: TraceHeader
    let steps: [RecordedStep]
    /// What is said of each step, in order.
    let rows: [[TraceRow]]
    let end: RecordedEnd?
    let grading: RecordedGrading?
    let losses: [String]
    let images: [String: String]
}
