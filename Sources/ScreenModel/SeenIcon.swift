package import Images

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
}
