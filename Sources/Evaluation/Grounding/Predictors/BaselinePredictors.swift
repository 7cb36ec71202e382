import Images

/// Always points to the centre of the picture: a baseline for comparison.
package struct CentrePredictor: GroundingPredictor {
    package let setup = GroundingSetup(predictor: "centre")

    /// Creates the predictor, which has no settings.
    package init() {}

    package func predict(_ question: GroundingQuestion) -> GroundingPrediction {
        let centre = question.image.size.bounds.centre
        return GroundingPrediction(.place(x: centre.x, y: centre.y), on: question.image)
    }
}

/// Points anywhere on the picture, evenly; the same seed gives each item the same point.
package struct RandomPredictor: GroundingPredictor {
    package let setup: GroundingSetup
    private let seed: UInt64

    /// Creates a predictor with a random seed.
    package init(seed: UInt64) {
        self.seed = seed
        setup = GroundingSetup(predictor: "random:\(seed)")
    }

    package func predict(_ question: GroundingQuestion) -> GroundingPrediction {
        var generator = SeededGenerator(seed: seed, name: question.key)
        let x = generator.nextRatio() * Double(question.image.width)
        let y = generator.nextRatio() * Double(question.image.height)
        return GroundingPrediction(.place(x: x, y: y), on: question.image)
    }
}
