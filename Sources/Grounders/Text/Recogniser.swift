import CTesseract
import Images

/// A grey picture of one byte a pixel, rows without gaps: what Tesseract reads.
struct GreyPicture: Hashable, Sendable {
    let width: Int
    let height: Int
    var pixels: [UInt8]
}

/// A word that was read, in the pixels of the picture given to the recogniser.
struct ReadWord: Hashable, Sendable {
    var text: String
    var box: Box<ImageSpace>
    /// From 0 to 1.
    var confidence: Double
}

/// Owns one Tesseract with its language's network. Used by one thread at a time.
final class Recogniser {
    /// How a picture is laid out.
    enum Layout {
        /// One line of text.
        case line
        /// Text in any place, in no order.
        case sparse

        fileprivate var mode: TessPageSegMode { self == .line ? PSM_SINGLE_LINE : PSM_SPARSE_TEXT }
    }

    private let library: TesseractLibrary
    private let handle: TesseractLibrary.Handle

    /// Loads the network of a language such as `eng` or `eng+deu`.
    ///
    /// - Throws: ``GroundersError/noTesseract(reason:)``, ``GroundersError/noLanguage(_:)``.
    init(language: String) throws(GroundersError) {
        library = try TesseractLibrary.opened.get()
        guard let handle = library.create() else { throw .noTesseract(reason: "out of memory") }
        guard library.start(handle, nil, language, OEM_LSTM_ONLY.rawValue) == 0 else {
            library.delete(handle)
            throw .noLanguage(language)
        }
        self.handle = handle
        // Otherwise it writes remarks on small pictures to standard error.
        _ = library.setVariable(handle, "debug_file", "/dev/null")
        // Our pictures are dark on white already: the second look with inverted colours only costs time.
        _ = library.setVariable(handle, "tessedit_do_invert", "0")
    }

    deinit { library.delete(handle) }

    /// The words on a picture of dark text on white.
    ///
    /// - Throws: ``GroundersError/notRecognised(size:)``.
    func words(on picture: GreyPicture, layout: Layout) throws(GroundersError) -> [ReadWord] {
        // Per thread, and the calling thread may be a new one. With libgomp's threads it takes six times the processor.
        library.setParallelLevels?(0)
        library.setLayout(handle, layout.mode.rawValue)
        let (width, height) = (Int32(picture.width), Int32(picture.height))
        picture.pixels.withUnsafeBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return }
            library.setPicture(handle, start, width, height, 1, width)
        }
        library.setResolution(handle, 192)
        guard library.recognise(handle, nil) == 0 else { throw .notRecognised(size: "\(width)x\(height)") }
        guard let iterator = library.iterator(handle) else { return [] }
        defer { library.deleteIterator(iterator) }
        var words: [ReadWord] = []
        repeat {
            if let word = word(at: iterator) { words.append(word) }
        } while library.next(iterator, RIL_WORD.rawValue) != 0
        return words
    }

    private func word(at iterator: TesseractLibrary.Iterator) -> ReadWord? {
        guard let text = library.text(iterator, RIL_WORD.rawValue) else { return nil }
        defer { library.deleteText(text) }
        var (left, top, right, bottom): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard library.box(iterator, RIL_WORD.rawValue, &left, &top, &right, &bottom) != 0 else { return nil }
        let read = String(cString: text).filter { !$0.isWhitespace }
        guard !read.isEmpty else { return nil }
        return ReadWord(
            text: read, box: Box(x: Int(left), y: Int(top), width: Int(right - left), height: Int(bottom - top)),
            confidence: min(max(Double(library.confidence(iterator, RIL_WORD.rawValue)) / 100, 0), 1))
    }
}
