/// How a checkpoint wants pictures to be prepared (`preprocessor_config.json` and its newer forms).
package struct PreprocessorConfiguration: Hashable, Sendable {
    /// Of a picture.
    package var images = SmartResize()
    /// Of each frame of a video.
    package var video = SmartResize()
    /// What is taken from red, green and blue, of samples between 0 and 1.
    var mean: [Float] = [0.48145466, 0.4578275, 0.40821073]
    /// What they are divided by.
    var deviation: [Float] = [0.26862954, 0.26130258, 0.27577711]

    /// The published values.
    package init() {}

    /// Reads `preprocessor_config.json` in `folder`, or `processor_config.json`, into which newer saves put it; what no file says is as published.
    ///
    /// Limits for video come from `video_preprocessor_config.json` or `processor_config.json`, or else are those of pictures.
    package static func read(folder: String) throws(QwenError) -> PreprocessorConfiguration {
        let joined = try ConfigurationFields.read("processor_config.json", in: folder)
        var result = PreprocessorConfiguration()
        if let images = try ConfigurationFields.read("preprocessor_config.json", in: folder) {
            try result.read(images)
        } else if let images = try joined?.fields("image_processor") {
            try result.read(images)
        }
        result.video = result.images
        if let video = try ConfigurationFields.read("video_preprocessor_config.json", in: folder) {
            result.video = try SmartResize(video, otherwise: result.images)
        } else if let video = try joined?.fields("video_processor") {
            result.video = try SmartResize(video, otherwise: result.images)
        }
        return result
    }

    private mutating func read(_ fields: ConfigurationFields) throws(QwenError) {
        images = try SmartResize(fields, otherwise: images)
        for (key, value) in [("patch_size", 14), ("temporal_patch_size", 2), ("merge_size", 2)] {
            try fields.require(key, is: value)
        }
        mean = try fields.numbers("image_mean", in: -10...10)?.map(Float.init) ?? mean
        deviation = try fields.numbers("image_std", in: 1e-6...10)?.map(Float.init) ?? deviation
        for (key, values) in [("image_mean", mean), ("image_std", deviation)] where values.count != 3 {
            throw fields.wrong(key, "expected one number each for red, green and blue, found \(values.count)")
        }
    }
}

extension SmartResize {
    /// `min_pixels` and `max_pixels`, or `size.shortest_edge` and `size.longest_edge`, which newer saves call the same numbers of pixels.
    init(_ fields: ConfigurationFields, otherwise: Self) throws(QwenError) {
        let counts = 1...1 << 40
        self = otherwise
        if let size = try fields.fields("size") {
            minimum = try size.integer("shortest_edge", in: counts, otherwise: minimum)
            maximum = try size.integer("longest_edge", in: counts, otherwise: maximum)
            minimum = try size.integer("min_pixels", in: counts, otherwise: minimum)
            maximum = try size.integer("max_pixels", in: counts, otherwise: maximum)
        }
        minimum = try fields.integer("min_pixels", in: counts, otherwise: minimum)
        maximum = try fields.integer("max_pixels", in: counts, otherwise: maximum)
        guard minimum <= maximum else {
            throw fields.wrong("min_pixels", "\(minimum) is greater than max_pixels, \(maximum)")
        }
    }
}
