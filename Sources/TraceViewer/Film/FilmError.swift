/// Why a trace could not be made a video.
package enum FilmError: Error, Hashable, Sendable {
    /// `ffmpeg` is not installed.
    case noEncoder
    /// What `ffmpeg` complained of.
    case encoderFailed(status: Int32, words: String)
    /// The file's ending names no kind of video that is made.
    case unknownEnding(path: String)
    /// The file exists, or its folder does not.
    case notWritable(path: String, reason: String)
    /// No step has a picture that is still there.
    case noPictures
}

extension FilmError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noEncoder:
            "ffmpeg is not installed, which encodes videos; install the package 'ffmpeg' ('apt install ffmpeg')"
        case .encoderFailed(let status, let words):
            "ffmpeg ended with status \(status): \(words.isEmpty ? "it gives no reason" : words)"
        case .unknownEnding(let path):
            "-o: expected a file that ends in .mp4 or .webm, found '\(path)'"
        case .notWritable(let path, let reason): "cannot write '\(path)': \(reason)"
        case .noPictures: "the trace has no step with a picture, so there is nothing to show"
        }
    }
}
