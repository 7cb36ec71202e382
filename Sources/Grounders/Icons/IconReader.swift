import Images
import Interaction
import ScreenModel
import Tensors

/// Looks at pictures of a screen with the screen model.
///
/// The last picture's icons are remembered, for any number of requests. Looking blocks for up to a second, so it has a
/// dedicated thread.
package actor IconReader {
    /// The one of this process: its networks are read once.
    package static let shared = IconReader()

    private let executor = QueueExecutor(label: "icon reader")
    private var model: ScreenModel?
    private var last: (picture: String, icons: [SeenIcon])?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The icons of a picture with the likelihood that `words` mean each, from 0 to 1; empty if the vocabulary has none of
    /// `words`.
    ///
    /// - Throws: what keeps the networks from being read, or `CancellationError` as soon as the task is cancelled.
    nonisolated func likelihoods(
        of words: String, on image: Image
    ) async throws -> [(icon: SeenIcon, likelihood: Double)] {
        try await Abandonable.run { try await self.look(for: words, on: image) }
    }

    private func look(for words: String, on image: Image) throws -> [(icon: SeenIcon, likelihood: Double)] {
        let model = try opened()
        guard model.knows(words) else { return [] }
        let picture = FrameName(of: image).description
        let icons = last.flatMap { $0.picture == picture ? $0.icons : nil } ?? model.icons(on: image)
        last = (picture, icons)
        return Array(zip(icons, model.likelihoods(of: words, icons)))
    }

    private func opened() throws -> ScreenModel {
        if let model { return model }
        let opened = try ScreenModel(engine: Engine())
        model = opened
        return opened
    }
}
