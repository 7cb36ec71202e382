package import Images
import Interaction

/// Whether anything is drawn in a box: a program without its icons, or with dark ones on a dark ground, has buttons that tell
/// where they are and show nothing, which nobody finds on a picture.
package enum DrawnEdges {
    /// How much neighbouring pixels differ in a channel where a person sees an edge.
    private static let contrast = 12

    /// Whether two neighbouring pixels differ visibly inside, without the frame.
    package static func areVisible(in box: Box<ImageSpace>, of image: Image) -> Bool {
        let (x, y, width, height) = box.pixels
        let frame = max(2, min(width, height) / 6)
        let columns = max(0, x + frame)..<max(0, x + frame, min(image.width, x + width - frame))
        let rows = max(0, y + frame)..<max(0, y + frame, min(image.height, y + height - frame))
        return rows.contains { row in
            columns.contains { column in
                let here = image[column, row]
                return (column + 1 < columns.upperBound && differ(here, image[column + 1, row]))
                    || (row + 1 < rows.upperBound && differ(here, image[column, row + 1]))
            }
        }
    }

    private static func differ(_ one: Colour, _ other: Colour) -> Bool {
        [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)]
            .contains { abs(Int($0.0) - Int($0.1)) >= contrast }
    }
}
