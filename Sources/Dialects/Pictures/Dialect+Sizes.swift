package import Images
package import Models

extension Dialect {
    /// The size at which a picture is sent to a model, and the one at which the model sees it, in whose pixels it answers.
    ///
    /// A model that resizes pictures itself says so by another size than the picture's; only for others does the dialect's rule
    /// choose the size.
    ///
    /// - Throws: what keeps the model from seeing such a picture.
    package func sizes(
        of size: Size<ImageSpace>, for model: any ChatModel
    ) throws -> (sent: Size<ImageSpace>, seen: Size<ModelSpace>) {
        let own = try model.pictureSize(for: size)
        guard own.width == size.width, own.height == size.height else { return (size, own) }
        let seen = try pictureSize(for: size)
        let sent = Size<ImageSpace>(width: seen.width, height: seen.height)
        return (sent, try model.pictureSize(for: sent))
    }
}

extension Image {
    /// The picture at a size; itself where it has that size.
    package func fitted(to size: Size<ImageSpace>) -> Image { self.size == size ? self : resized(to: size) }
}
