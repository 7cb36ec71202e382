import Images
import Interaction
import ScreenModel
import Tensors

/// Looks at pictures of a screen with the screen model.
///
/// The last picture and what is on it are remembered, for any number of requests; of the next one only what differs is looked
/// at. Looking blocks for up to a second, so it has a dedicated thread.
package actor IconReader {
    /// The one of this process: its networks are read once.
    package static let shared = IconReader()

    private let executor = QueueExecutor(label: "icon reader")
    private var model: ScreenModel?
    private var last: (name: String, image: Image, look: ScreenLook)?

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

    /// All that is seen on a picture.
    ///
    /// - Throws: as ``likelihoods(of:on:)``.
    nonisolated func look(on image: Image) async throws -> ScreenLook {
        try await Abandonable.run { try await self.look(at: image) }
    }

    /// Where texts stand on a picture.
    ///
    /// - Throws: as ``likelihoods(of:on:)``.
    nonisolated func texts(on image: Image) async throws -> [Box<ImageSpace>] {
        try await Abandonable.run { try await self.look(at: image).texts.map(\.box) }
    }

    private func look(for words: String, on image: Image) throws -> [(icon: SeenIcon, likelihood: Double)] {
        let model = try opened()
        guard model.knows(words) else { return [] }
        let icons = try look(at: image).icons
        return Array(zip(icons, model.likelihoods(of: words, icons)))
    }

    private func look(at image: Image) throws -> ScreenLook {
        let name = FrameName(of: image).description
        if let last, last.name == name { return last.look }
        let look = try opened().look(at: image, since: last.map { ($0.image, $0.look) })
        last = (name, image, look)
        return look
    }

    private func opened() throws -> ScreenModel {
        if let model { return model }
        let opened = try ScreenModel(engine: Engine())
        model = opened
        return opened
    }
}
