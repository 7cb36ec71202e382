import Foundation
package import Images

/// In what a model measures the places that it names.
package enum ProbedSpace: Hashable, Sendable {
    /// Pixels of the picture that was sent.
    case pixels
    /// From 0 to 1000 along each side.
    case thousand
    /// From 0 to 1 along each side.
    case ratio
    /// Pixels of the picture after the server shrank or enlarged it to this size.
    case resized(Size<ImageSpace>)
    /// None that is known.
    case unknown

    /// Which space a point fits that names the target.
    ///
    /// A point fits where it lies within 2 % of the picture's sides from the target; of several spaces the nearest counts.
    init(x: Double, y: Double, in picture: ProbePicture = ProbePicture()) {
        let (target, size) = (picture.target, picture.size)
        let (width, height) = (Double(size.width), Double(size.height))
        let spaces: [(ProbedSpace, Double, Double)] = [
            (.pixels, width, height), (.thousand, 1000, 1000), (.ratio, 1, 1),
        ]
        let near = spaces.map { space, columns, rows in
            (space, max(abs(x / columns - target.x / width), abs(y / rows - target.y / height)))
        }.min { $0.1 < $1.1 }
        if let near, near.1 <= 0.02 {
            self = near.0
            return
        }
        let scale = (x / target.x + y / target.y) / 2
        let isUniform = abs(x / target.x - y / target.y) <= 0.03 * scale
        guard isUniform, (0.1...4).contains(scale) else {
            self = .unknown
            return
        }
        self = .resized(Size(width: Int((width * scale).rounded()), height: Int((height * scale).rounded())))
    }

    /// In words.
    package var text: String {
        switch self {
        case .pixels: "pixels of the picture sent"
        case .thousand: "a grid from 0 to 1000 along each side"
        case .ratio: "ratios from 0 to 1 along each side"
        case .resized(let size): "pixels of a picture that the server resizes to about \(size)"
        case .unknown: "none that is known: the answer does not name the target"
        }
    }
}
