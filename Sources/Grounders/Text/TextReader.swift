package import Images
import Interaction

/// Reads all text on pictures of a screen.
///
/// Lines that were read before are remembered by their pixels, wherever they stood: of a screen that changed a little,
/// only the changed lines are read again. Recognising blocks for up to seconds, so it has a dedicated thread.
package actor TextReader {
    private let language: String
    private let executor = QueueExecutor(label: "text reader")
    private var recogniser: Recogniser?
    private var memory = LineMemory()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The version of Tesseract, which is loaded for this.
    ///
    /// - Throws: ``GroundersError/noTesseract(reason:)``.
    package static var tesseractVersion: String {
        get throws(GroundersError) { try TesseractLibrary.opened.get().version }
    }

    /// Makes a reader; Tesseract and its data are loaded when it first reads.
    ///
    /// - Parameter language: as Tesseract names it, such as `eng`, or several, such as `eng+deu`.
    package init(language: String = "eng") { self.language = language }

    /// The labels on a picture, roughly from top to bottom; each line's from left to right.
    ///
    /// - Throws: ``GroundersError``, or `CancellationError` as soon as the task is cancelled. Tesseract then still finishes
    ///   the line that it is at, which it cannot break off, before the reader serves others.
    package nonisolated func labels(on image: Image) async throws -> [TextLabel] {
        try await lines(on: image).flatMap(\.labels)
    }

    /// The lines on a picture with the labels of each; throws as ``labels(on:)`` does.
    nonisolated func lines(on image: Image) async throws -> [ReadLine] {
        try await Abandonable.run { try await self.read(image) }
    }

    /// The lines in boxes of a picture, each read on its own; throws as ``labels(on:)`` does.
    nonisolated func lines(in boxes: [Box<ImageSpace>], on image: Image) async throws -> [ReadLine] {
        try await Abandonable.run { try await self.read(boxes, on: image) }
    }

    /// What lines may say besides what was read first, each look's labels on their own; throws as ``labels(on:)`` does.
    ///
    /// - Parameter lines: of the same picture.
    nonisolated func otherReadings(of lines: [ReadLine], on image: Image) async throws -> [ReadLine] {
        try await Abandonable.run { try await self.readAgain(lines, on: image) }
    }

    private func read(_ image: Image) throws -> [ReadLine] {
        var lines: [ReadLine] = []
        let (shapes, barriers) = ShapeFinder.letters(on: image)
        for patch in TextLines.lines(of: shapes, within: barriers) {
            try Task.checkCancellation()
            let line = patch.expanded(by: 1, within: image.width, image.height)
            lines.append(ReadLine(patch: line, labels: TextLabel.labels(of: try words(in: line, on: image))))
        }
        return lines
    }

    private func read(_ boxes: [Box<ImageSpace>], on image: Image) throws -> [ReadLine] {
        try boxes.compactMap { box in
            try Task.checkCancellation()
            let (width, height) = (image.width, image.height)
            let patch = Patch(box, within: width, height).expanded(by: 2, within: width, height)
            guard patch.width > 0, patch.height > 0 else { return nil }
            let words = try words(in: patch, on: image)
            return words.isEmpty ? nil : ReadLine(patch: patch, labels: [TextLabel(words: words)])
        }
    }

    private func readAgain(_ lines: [ReadLine], on image: Image) throws -> [ReadLine] {
        var readings: [ReadLine] = []
        for line in lines {
            for picture in LinePicture.greys(of: line.patch, on: image) {
                for look in [Look.crisp, .bold] {
                    try Task.checkCancellation()
                    let words = try words(on: picture, look).map { $0.placed(in: line.patch) }
                    readings.append(ReadLine(patch: line.patch, labels: TextLabel.labels(of: words)))
                }
            }
        }
        return readings
    }

    private func words(in line: Patch, on image: Image) throws(GroundersError) -> [TextLabel.Word] {
        var best: [ReadWord] = []
        for picture in LinePicture.greys(of: line, on: image) {
            let read = try words(on: picture)
            if read.certainty > best.certainty { best = read }
        }
        return best.map { $0.placed(in: line) }
    }

    private func words(on picture: GreyPicture, _ look: Look) throws(GroundersError) -> [ReadWord] {
        if let known = memory[picture, look] { return known }
        let read = try words(on: EnlargedLine(picture, look), of: picture)
        memory[picture, look] = read
        return read
    }

    /// What is read first, and by other looks at once where that is uncertain.
    private func words(on picture: GreyPicture) throws(GroundersError) -> [ReadWord] {
        if let known = memory[picture, nil] { return known }
        let read: [ReadWord]
        if let (sign, box) = Glyphs.sign(on: picture) {
            read = [ReadWord(sign, box)]
        } else {
            read = try recognised(picture)
        }
        memory[picture, nil] = read
        return read
    }

    private func recognised(_ picture: GreyPicture) throws(GroundersError) -> [ReadWord] {
        var read = try words(on: EnlargedLine(picture), of: picture)
        if read.contains(where: \.isUnsureWord) {
            let again = try words(on: EnlargedLine(picture, .narrow), of: picture)
            if again.certainty > read.certainty { read = again }
        }
        return read.count == 1 ? read.compactMap { $0.checkedAlone() } : read
    }

    private func words(
        on enlarged: EnlargedLine, of picture: GreyPicture
    ) throws(GroundersError) -> [ReadWord] {
        try startedRecogniser().words(on: enlarged.picture, layout: .line).filter(\.isText)
            .map { enlarged.original($0, on: picture) }
    }

    /// Loads Tesseract and its data now.
    ///
    /// - Throws: ``GroundersError`` when it, or the language, is not there.
    package func prepare() throws(GroundersError) { _ = try startedRecogniser() }

    private func startedRecogniser() throws(GroundersError) -> Recogniser {
        if let recogniser { return recogniser }
        let started = try Recogniser(language: language)
        recogniser = started
        return started
    }
}

/// A line on a picture and the labels read in it.
struct ReadLine: Sendable {
    let patch: Patch
    let labels: [TextLabel]
}

extension ReadWord {
    /// The word in the pixels of the picture that `line` is a part of.
    fileprivate func placed(in line: Patch) -> TextLabel.Word {
        var box = box
        box.x += Double(line.left)
        box.y += Double(line.top)
        return TextLabel.Word(text: text, box: box, confidence: confidence)
    }

    /// A sign whose geometry leaves no doubt.
    fileprivate init(_ sign: Character, _ box: Patch) { self.init(text: String(sign), box: box.box, confidence: 0.99) }

    /// Whether this is a word, not an icon, of which some letter is uncertain.
    fileprivate var isUnsureWord: Bool {
        confidence < 0.78 && text.count >= 4 && text.allSatisfy { $0.isLetter || $0.isNumber }
    }

    /// Whether this is likely to be text: icons and frames come out as marks of low confidence.
    fileprivate var isText: Bool {
        confidence >= 0.2 && (confidence >= 0.5 || text.contains { $0.isLetter || $0.isNumber })
    }
}

extension [ReadWord] {
    /// How many characters are read for sure.
    fileprivate var certainty: Double { reduce(0) { $0 + Double($1.text.count) * $1.confidence * $1.confidence } }
}

/// What was read on pictures of lines, the latest few thousand.
private struct LineMemory {
    private struct Key: Hashable {
        let picture: GreyPicture
        let look: Look?
    }

    private static let limit = 4000
    private var recent: [Key: [ReadWord]] = [:]
    private var older: [Key: [ReadWord]] = [:]

    /// - Parameter look: `nil` for what is read first.
    subscript(picture: GreyPicture, look: Look?) -> [ReadWord]? {
        mutating get {
            let key = Key(picture: picture, look: look)
            if let words = recent[key] { return words }
            guard let words = older[key] else { return nil }
            recent[key] = words
            return words
        }
        set {
            if recent.count >= Self.limit / 2 {
                older = recent
                recent = [:]
            }
            recent[Key(picture: picture, look: look)] = newValue
        }
    }
}
