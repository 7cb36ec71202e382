import Images
import Interaction

/// Masks, hashes, encodes and keeps pictures, one after the other.
actor FrameStore {
    private let folder: String
    private var stored: Set<FrameName> = []
    private var curtain: Curtain

    init(folder: String, masks: [Box<ScreenSpace>]) {
        self.folder = folder
        curtain = Curtain(masks: masks)
    }

    /// Blacks out more of the screen from the next picture on.
    func hide(_ boxes: [Box<ScreenSpace>]) { curtain.hide(boxes) }

    /// Keeps a screenshot.
    ///
    /// - Parameter followsSecret: whether a secret was typed since the last one.
    func keep(_ state: ScreenState, followsSecret: Bool) throws(TraceError) -> (FrameName, masked: [Box<ImageSpace>]) {
        let screenshot = state.screenshot
        if followsSecret { curtain.hideWhatChanged(on: state) }
        curtain.remember(screenshot)
        let masked = curtain.boxes(in: screenshot.frame)
        return (try keep(screenshot.image.blackedOut(masked)), masked)
    }

    /// Keeps a picture as a model saw it.
    func keep(_ picture: Image, frame: CoordinateFrame) throws(TraceError) -> FrameName {
        try keep(picture.blackedOut(curtain.boxes(inModelPictureOf: frame)))
    }

    private func keep(_ image: Image) throws(TraceError) -> FrameName {
        let name = FrameName(of: image)
        guard !stored.contains(name) else { return name }
        let path = "\(folder)/\(name)"
        do {
            try RecordFile.write(try image.png(), to: path)
        } catch let error as TraceError {
            throw error
        } catch {
            throw .brokenFrame(path: path, reason: "\(error)")
        }
        stored.insert(name)
        return name
    }
}
