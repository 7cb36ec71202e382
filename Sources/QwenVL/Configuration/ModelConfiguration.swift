/// What a checkpoint says of its model, apart from the weights.
package struct ModelConfiguration: Hashable, Sendable {
    /// Of the language model.
    package var text: TextConfiguration
    /// Of the vision encoder.
    package var vision: VisionConfiguration

    init(text: TextConfiguration, vision: VisionConfiguration) {
        self.text = text
        self.vision = vision
    }
}
