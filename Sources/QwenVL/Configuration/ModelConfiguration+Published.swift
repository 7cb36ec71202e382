extension ModelConfiguration {
    /// The dimensions of the published models, by their names: `3b` and `7b`.
    package static let published: [String: ModelConfiguration] = [
        "3b": ModelConfiguration(
            text: TextConfiguration(
                width: 2048, blocks: 36, heads: 16, keyValueHeads: 2, intermediate: 11_008, vocabulary: 151_936,
                tiesEmbeddings: true),
            vision: VisionConfiguration(outputWidth: 2048)),
        "7b": ModelConfiguration(
            text: TextConfiguration(
                width: 3584, blocks: 28, heads: 28, keyValueHeads: 4, intermediate: 18_944, vocabulary: 152_064,
                tiesEmbeddings: false),
            vision: VisionConfiguration(outputWidth: 3584)),
    ]
}
