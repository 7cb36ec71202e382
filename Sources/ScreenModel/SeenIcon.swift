import Glibc
package import Images

/// What is seen on a picture, in descending confidence.
package struct ScreenLook: Sendable {
    /// The icons, with what they mean.
    package let icons: [SeenIcon]
    /// Where texts stand.
    package let texts: [Detection]
    /// Controls and items.
    package let elements: [SeenElement]
}

/// An icon on a picture, and what it means.
package struct SeenIcon: Sendable {
    /// The bounding box of its ink.
    package let box: Box<ImageSpace>
    /// The probability that an icon is there, from 0 to 1.
    package let confidence: Double
    /// Its embedding, of length 1.
    let vector: [Float]
    /// The log-sum-exp of the scores of all meanings.
    let total: Double
    /// The name of its meaning, such as `save`, with its probability; `nil` if the best meaning has no name.
    package let meaning: (name: String, confidence: Double)?

    /// - Parameters:
    ///   - box: the bounding box of its ink.
    ///   - confidence: the probability that an icon is there, from 0 to 1.
    ///   - vector: its embedding, of length 1.
    ///   - total: the log-sum-exp of the scores of all meanings.
    ///   - meaning: the best meaning's name and probability, where it has a name.
    package init(
        box: Box<ImageSpace>, confidence: Double, vector: [Float], total: Double,
        meaning: (name: String, confidence: Double)?
    ) {
        (self.box, self.confidence, self.vector, self.total, self.meaning) = (box, confidence, vector, total, meaning)
    }

    /// The probability that a phrase is its meaning among all: exp(scale · vector · phrase − total).
    ///
    /// - Parameter phrase: the phrase's vector, of length 1.
    package func likelihood(of phrase: [Float], scale: Float) -> Double {
        let score = scale * zip(vector, phrase).reduce(0) { $0 + $1.0 * $1.1 }
        return min(1, exp(Double(score) - total))
    }
}
