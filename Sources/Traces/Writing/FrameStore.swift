import Images
import Interaction

/// Masks, hashes, encodes and keeps pictures, one after the other.
actor FrameStore {
    private let folder: String
    private var stored: Set<FrameName> = []
    private var compaction = FrameCompaction()
    private var frameMask: FrameMask
    /// Under which name a picture is kept in which something was blacked out, by the name that it had before.
    private var maskedNames: [FrameName: FrameName] = [:]

    init(folder: String, masks: [Box<ScreenSpace>]) {
        self.folder = folder
        frameMask = FrameMask(masks: masks)
    }

    /// Blacks out more of the screen from the next picture on.
    func hide(_ boxes: [Box<ScreenSpace>]) { frameMask.hide(boxes) }

    /// Keeps a screenshot.
    ///
    /// - Parameter followsSecret: whether a secret was typed since the last one.
    func keep(_ state: ScreenState, followsSecret: Bool) throws(TraceError) -> RecordedScreen {
        let screenshot = state.screenshot
        if followsSecret { frameMask.hideWhatChanged(on: state) }
        frameMask.remember(screenshot)
        let masked = frameMask.boxes(in: screenshot.frame)
        let kept = compaction.keep(screenshot.image.blackedOut(masked))
        if !masked.isEmpty { maskedNames[FrameName(of: screenshot.image)] = kept.name }
        if let file = kept.file { try write(file.image, as: file.name) }
        stored.insert(kept.name)
        return withoutHiddenTitles(RecordedScreen(state, frame: kept.name, delta: kept.delta, masked: masked))
    }

    /// The event with the names of masked pictures in its request replaced by those that they are kept under. A name of
    /// which nothing is known may be that of a picture which shows what is hidden, so it is left out.
    func withoutHiddenNames(_ event: any TraceEvent) -> any TraceEvent {
        frameMask.hidesAnything ? event.mappingRequest(withoutHiddenNames) : event
    }

    private func withoutHiddenNames(_ text: String) -> String {
        text.replacing(#/[0-9a-f]{64}\.png/#) { match in
            guard let name = FrameName(String(match.output)) else { return "masked.png" }
            return maskedNames[name]?.description ?? (stored.contains(name) ? name.description : "masked.png")
        }
    }

    /// The event without words that were read where the screen is hidden.
    func withoutHiddenWords(_ event: any TraceEvent, on frame: CoordinateFrame?) -> any TraceEvent {
        guard frameMask.hidesAnything, let frame else { return event }
        return event.hidingWords(in: frameMask.boxes(in: frame))
    }

    /// The windows' titles as they may be recorded: none of a window that is hidden as a whole.
    private func withoutHiddenTitles(_ screen: RecordedScreen) -> RecordedScreen {
        guard frameMask.hidesAnything else { return screen }
        var screen = screen
        for index in screen.windows.indices where frameMask.hides(screen.windows[index].frame) {
            screen.windows[index].title = RecordedGrounding.hiddenText
        }
        return screen
    }

    /// Keeps a picture as a model saw it.
    func keep(_ picture: Image, frame: CoordinateFrame) throws(TraceError) -> FrameName {
        try keep(picture, hiding: frameMask.boxes(inModelPictureOf: frame))
    }

    private func keep(_ image: Image, hiding boxes: [Box<ImageSpace>]) throws(TraceError) -> FrameName {
        let name = try keep(image.blackedOut(boxes))
        if !boxes.isEmpty { maskedNames[FrameName(of: image)] = name }
        return name
    }

    /// Keeps a picture as it is.
    func keep(_ image: Image) throws(TraceError) -> FrameName {
        let name = FrameName(of: image)
        guard !stored.contains(name) else { return name }
        try write(image, as: name)
        stored.insert(name)
        return name
    }

    private func write(_ image: Image, as name: FrameName) throws(TraceError) {
        let path = "\(folder)/\(name)"
        do {
            try RecordFile.write(try image.png(), to: path)
        } catch let error as TraceError {
            throw error
        } catch {
            throw .brokenFrame(path: path, reason: "\(error)")
        }
    }
}
