package import Agents
package import Foundation
package import Images
package import Interaction
import Synchronization
import Traces

/// Pictures of screens that are kept beside a task under names, and what a run is to do with those that differ.
package final class KeptScreens: ScreenComparing {
    /// What becomes of a picture that is missing or differs.
    package enum Use: Sendable {
        /// It does not hold.
        case compare
        /// A missing one is kept when the run has passed.
        case keepNew
        /// A missing one and one that differs are kept when the run has passed.
        case update
        /// Nothing is compared, as under a look in which everything is drawn otherwise.
        case skip
    }

    /// The folder's name, beside the task.
    package static let folderName = "screens"

    private let folder: URL
    private let use: Use
    private let naming: (any ElementNaming)?
    private let masks: [Box<ScreenSpace>]
    private let pending = Mutex<[String: KeptPicture]>([:])
    /// What differed, by the claims in words.
    private let different = Mutex<[String: ComparedPictures]>([:])

    /// - Parameters:
    ///   - task: the folder beside whose task they are kept.
    ///   - naming: reads words.
    ///   - masks: parts of the screen that are neither kept nor compared.
    package init(
        beside task: URL, use: Use = .compare, naming: (any ElementNaming)?, masks: [Box<ScreenSpace>] = []
    ) {
        self.masks = masks
        folder = task.appending(path: Self.folderName, directoryHint: .isDirectory)
        self.use = use
        self.naming = naming
    }

    package func compare(
        _ claim: ScreenLike, part: Box<ImageSpace>, ignoring ignored: [Box<ImageSpace>], on screen: ScreenState
    ) async throws -> AssertionResult {
        var result = AssertionResult(claim: "\(claim)", holds: false, detail: "")
        if use == .skip {
            (result.holds, result.detail) = (true, "pictures are not compared under another look")
            return result
        }
        if let fault = ScreenLike.fault(in: claim.name) {
            result.detail = fault
            return result
        }
        let hidden = masks.map { screen.screenshot.frame.imageBox($0) }
        let now = try await KeptPicture(part, of: screen, hiding: hidden, elements: claim.mode == .elements)
        guard let kept = try KeptPicture(named: claim.name, in: folder) else {
            guard use != .compare else {
                result.detail =
                    "no picture is kept under this name in \(folder.path); 'deskhand run' keeps one when the run passes"
                return result
            }
            return hold(now, claim.name, result, "it was not kept before, and is kept if the run passes")
        }
        let masked = hidden.map { box in
            Box<ImageSpace>(x: box.x - part.x, y: box.y - part.y, width: box.width, height: box.height)
        }
        let comparison = ScreenLikeness(claim, kept: kept, now: now, ignored: ignored + masked, naming: naming)
        let differences = try await comparison.differences()
        guard !differences.isEmpty else {
            (result.holds, result.detail) = (true, "it does")
            return result
        }
        let words = differences.joined(separator: "; ")
        guard use != .update else { return hold(now, claim.name, result, "kept anew if the run passes: \(words)") }
        result.detail = words
        let pictures = comparison.pictures
        result.pictures = pictures
        different.withLock { $0[result.claim] = pictures }
        return result
    }

    /// The pictures of a claim that did not hold at last; `nil` for any other.
    package func different(in claim: String) -> ComparedPictures? { different.withLock { $0[claim] } }

    private func hold(
        _ now: KeptPicture, _ name: String, _ result: AssertionResult, _ detail: String
    ) -> AssertionResult {
        pending.withLock { $0[name] = now }
        var result = result
        (result.holds, result.detail) = (true, detail)
        return result
    }

    /// Writes the pictures that a run has come to keep.
    ///
    /// - Returns: the files' paths.
    package func write() throws -> [String] {
        let pending = pending.withLock { $0 }
        return try pending.sorted { $0.key < $1.key }.map { try $0.value.write(to: folder, name: $0.key).path }
    }
}
