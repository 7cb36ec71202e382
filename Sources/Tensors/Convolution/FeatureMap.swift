/// A map of features, as convolutions make them of a picture: for each place, row by row, its channels.
package struct FeatureMap {
    /// The number of rows of places.
    package let height: Int
    /// The number of places in a row.
    package let width: Int
    /// `[height · width, channels]`.
    package let features: Matrix

    /// The features of a place.
    package var channels: Int { features.columns }

    /// A map of zeros.
    package init(height: Int, width: Int, channels: Int) {
        self.init(height: height, width: width, features: Matrix(rows: height * width, columns: channels))
    }

    /// - Parameter features: `[height · width, channels]`, one row after another.
    package init(height: Int, width: Int, features: Matrix) {
        precondition(features.rows == height * width, "\(features.rows) rows for \(height)x\(width) places")
        (self.height, self.width, self.features) = (height, width, features)
    }
}
