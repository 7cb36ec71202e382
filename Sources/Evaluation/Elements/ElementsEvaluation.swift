import Foundation
import Images
package import Interaction

/// Compares the elements that are made of pictures with what programs told of them (``Interaction/KeptScreen``).
package struct ElementsEvaluation: Sendable {
    /// What was compared on one picture.
    package struct Picture: Hashable, Sendable {
        package let name: String
        package let matching: ElementMatching
    }

    /// The pictures that have a file beside them, in the order of their names.
    package let pictures: [String]

    /// Finds the pictures in a folder and the folders in it.
    ///
    /// - Throws: ``GroundingEvaluationError/notFound(path:)``, or ``GroundingEvaluationError/nothingTold(picture:)`` where no picture
    ///   has what was told of it beside it.
    package init(folder: String) throws(GroundingEvaluationError) {
        guard FileManager.default.fileExists(atPath: folder), let walk = FileManager.default.enumerator(atPath: folder)
        else { throw .notFound(path: folder) }
        let names = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".png") }.sorted()
        pictures = names.map { "\(folder)/\($0)" }.filter {
            FileManager.default.fileExists(atPath: KeptScreen.path(beside: $0))
        }
        guard !pictures.isEmpty else { throw .nothingTold(picture: names.first ?? folder) }
    }

    /// Compares all.
    ///
    /// - Parameters:
    ///   - find: makes the list of a picture's elements.
    ///   - progress: called with how many are done.
    /// - Throws: what `find` throws, or what keeps a file from being read.
    package func run(
        find: (ScreenState) async throws -> ElementList, progress: (Int) -> Void = { _ in }
    ) async throws -> [Picture] {
        var done: [Picture] = []
        for path in pictures {
            try Task.checkCancellation()
            let screen = ScreenState(picture: try Image(png: Array(Data(contentsOf: URL(filePath: path)))))
            let kept = try JSONDecoder().decode(
                KeptScreen.self, from: Data(contentsOf: URL(filePath: KeptScreen.path(beside: path))))
            let told = ElementList(kept.told, on: kept.screen(with: screen.screenshot)).shown
            let found = try await find(screen).shown
            done.append(Picture(name: path, matching: ElementMatching(told: told, found: found)))
            progress(done.count)
        }
        return done
    }
}
