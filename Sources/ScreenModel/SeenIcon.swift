package import Images

/// An icon on a picture, and what it means.
package struct SeenIcon: Sendable {
    /// Where its ink lies.
    package let box: Box<ImageSpace>
    /// That there is an icon, from 0 to 1.
    package let confidence: Double
    /// Where it lies among meanings, of length 1.
    let vector: [Float]
    /// The scores of what icons may mean: the highest, and that of each of the named meanings.
    let highest: Float
    /// The name of its meaning, such as `save`, and how sure that is; `nil` where no named meaning fits best.
    package let meaning: (name: String, confidence: Double)?
}
