/// The file format in which pictures are sent.
package enum PictureFormat: String, Hashable, Sendable {
    case png, jpeg

    /// As HTTP names it.
    var mediaType: String { "image/\(rawValue)" }
}
