/// What a checkpoint says of its model, apart from the weights.
package struct ModelConfiguration: Hashable, Sendable {
    package var text: TextConfiguration
    package var vision: VisionConfiguration

    init(text: TextConfiguration, vision: VisionConfiguration) {
        self.text = text
        self.vision = vision
    }
}
