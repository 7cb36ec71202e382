import Foundation
import Images
import Synchronization

/// The latest pictures as a server gets them, so that a picture of an earlier step is not encoded again.
final class EncodedPictures: Sendable {
    private static let capacity = 16

    private struct Key: Hashable {
        let frame: FrameName
        let size: Size<ImageSpace>
        let format: PictureFormat
    }

    private let known = Mutex<[(key: Key, text: String)]>([])

    /// The picture at `size` as a file in base64.
    func text(of image: Image, at size: Size<ImageSpace>, as format: PictureFormat) throws -> String {
        let key = Key(frame: FrameName(of: image), size: size, format: format)
        if let found = known.withLock({ known in known.first { $0.key == key }?.text }) { return found }
        let scaled = image.size == size ? image : image.resized(to: size)
        let file =
            switch format {
            case .png: try scaled.png()
            case .jpeg: scaled.jpeg()
            }
        let text = Data(file).base64EncodedString()
        known.withLock { known in
            if known.count >= Self.capacity { known.removeFirst() }
            known.append((key, text))
        }
        return text
    }
}
