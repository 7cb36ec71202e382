import Foundation
import Images

/// The picture that was opened last: benchmarks ask several things about one picture, one after another.
struct Album {
    struct Picture {
        let image: Image
        let sha256: String
    }

    /// There is no file of that name.
    struct Missing: Error, CustomStringConvertible { let description = "the picture is missing" }

    private var latest: (url: URL, picture: Picture)?

    init() {}

    mutating func picture(at url: URL) throws -> Picture {
        if let latest, latest.url == url { return latest.picture }
        guard FileManager.default.fileExists(atPath: url.path) else { throw Missing() }
        let bytes = Array(try Data(contentsOf: url))
        let picture = Picture(image: try Image(png: bytes), sha256: ContentHash.hexadecimal(of: bytes))
        latest = (url, picture)
        return picture
    }
}
