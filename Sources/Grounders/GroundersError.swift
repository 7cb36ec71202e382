/// Why something could not be looked for, or not be decided.
package enum GroundersError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Tesseract is not installed, or not as it should be.
    case noTesseract(reason: String)
    /// Tesseract has no data for this language, or the name is invalid.
    case noLanguage(String)
    /// Tesseract gave up on a picture.
    case notRecognised(size: String)
    /// Nothing was asked for.
    case emptyTarget
    /// A target is a picture, and the file at this path does not exist.
    case noPicture(String)
    /// The file at this path is not a readable picture.
    case brokenPicture(String, reason: String)
    /// `nth` counts from 1.
    case impossibleNth(Int)
    /// The small picture has one colour only, or is larger than the screen's picture.
    case unusableTemplate(reason: String)
    /// A similarity outside of 0 to 1.
    case impossibleSimilarity(Double)

    package var description: String {
        switch self {
        case .noTesseract(let reason):
            "text cannot be read from the screen: \(reason); install it with: sudo apt-get install libtesseract5 tesseract-ocr-eng"
        case .noLanguage(let language):
            "no Tesseract data for the language '\(language)'; install it with: sudo apt-get install \(package(of: language)), or give another with --lang"
        case .notRecognised(let size):
            "Tesseract could not read a picture of \(size) pixels; it is probably out of memory"
        case .emptyTarget:
            "the target is empty; give text on the screen, such as 'Save'"
        case .noPicture(let path):
            "the target is the picture '\(path)', which cannot be read; paths start from the task's folder"
        case .brokenPicture(let path, let reason):
            "\(path): \(reason)"
        case .impossibleNth(let number):
            "nth is \(number), but it counts from 1, in reading order"
        case .unusableTemplate(let reason):
            "the template cannot be matched: \(reason)"
        case .impossibleSimilarity(let value):
            "expected a similarity above 0 and at most 1, found \(value)"
        }
    }
}

/// The Debian packages with the data for languages such as `eng+chi_sim`.
private func package(of languages: String) -> String {
    languages.split(separator: "+").map { "tesseract-ocr-" + $0.lowercased().replacing("_", with: "-") }
        .joined(separator: " ")
}
