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

    private let tesseract: deskhand_tesseract
    private let handle: OpaquePointer

    /// Loads the network of a language such as `eng` or `eng+deu`.
    ///
    /// - Throws: ``GroundersError/noTesseract(reason:)``, ``GroundersError/noLanguage(_:)``.
    init(language: String) throws(GroundersError) {
        tesseract = try TesseractLibrary.opened.get().functions
        guard let handle = tesseract.TessBaseAPICreate() else { throw .noTesseract(reason: "out of memory") }
        guard tesseract.TessBaseAPIInit2(handle, nil, language, OEM_LSTM_ONLY) == 0 else {
            tesseract.TessBaseAPIDelete(handle)
            throw .noLanguage(language)
        }
        self.handle = handle
        // Otherwise it writes remarks on small pictures to standard error.
        _ = tesseract.TessBaseAPISetVariable(handle, "debug_file", "/dev/null")
        // Our pictures are dark on white already: the second look with inverted colours only costs time.
        _ = tesseract.TessBaseAPISetVariable(handle, "tessedit_do_invert", "0")
    }

    deinit { tesseract.TessBaseAPIDelete(handle) }

    /// The words on a picture of dark text on white.
    ///
    /// - Throws: ``GroundersError/notRecognised(size:)``.
    func words(on picture: GreyPicture, layout: Layout) throws(GroundersError) -> [ReadWord] {
        // Per thread, and the calling thread may be a new one. With libgomp's threads it takes six times the processor.
        tesseract.omp_set_max_active_levels?(0)
        tesseract.TessBaseAPISetPageSegMode(handle, layout.mode)
        let (width, height) = (Int32(picture.width), Int32(picture.height))
        picture.pixels.withUnsafeBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return }
            tesseract.TessBaseAPISetImage(handle, start, width, height, 1, width)
        }
        tesseract.TessBaseAPISetSourceResolution(handle, 192)
        guard tesseract.TessBaseAPIRecognize(handle, nil) == 0 else { throw .notRecognised(size: "\(width)x\(height)") }
        guard let iterator = tesseract.TessBaseAPIGetIterator(handle) else { return [] }
        defer { tesseract.TessResultIteratorDelete(iterator) }
        var words: [ReadWord] = []
        repeat {
            if let word = word(at: iterator) { words.append(word) }
        } while tesseract.TessResultIteratorNext(iterator, RIL_WORD) != 0
        return words
    }

    private func word(at iterator: OpaquePointer) -> ReadWord? {
        guard let text = tesseract.TessResultIteratorGetUTF8Text(iterator, RIL_WORD) else { return nil }
        defer { tesseract.TessDeleteText(text) }
        var (left, top, right, bottom): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let place = tesseract.TessResultIteratorGetPageIteratorConst(iterator)
        guard tesseract.TessPageIteratorBoundingBox(place, RIL_WORD, &left, &top, &right, &bottom) != 0 else {
            return nil
        }
        let read = String(cString: text).filter { !$0.isWhitespace }
        guard !read.isEmpty else { return nil }
        return ReadWord(
            text: read, box: Box(x: Int(left), y: Int(top), width: Int(right - left), height: Int(bottom - top)),
            confidence: min(max(Double(tesseract.TessResultIteratorConfidence(iterator, RIL_WORD)) / 100, 0), 1))
    }
}
