/// What `deskhand model bench` found, with the names of its JSON.
package struct ModelBenchReport: Encodable, Sendable {
    package let model: String
    package let processor: String
    package let threads: Int
    package let limits: Limits
    package let phases: [Phase]
    package let memory: Memory
    package let curves: [Curve]

    /// What the processor can do at most, measured in the same run.
    package struct Limits: Encodable, Sendable {
        let float32GFLOPS: Double
        let bfloat16GFLOPS: Double?
        let int8GOPS: Double?
        let bandwidthGBs: Double

        enum CodingKeys: String, CodingKey {
            case float32GFLOPS = "float32_gflop_s"
            case bfloat16GFLOPS = "bfloat16_gflop_s"
            case int8GOPS = "int8_gop_s"
            case bandwidthGBs = "bandwidth_gb_s"
        }
    }

    /// One phase of an agent's step.
    package struct Phase: Encodable, Sendable {
        let name: String
        let seconds: Double
        /// Patches of a picture or tokens.
        var items: Int?
        /// What the items are.
        var unit: String?
        /// Billions of operations a second.
        var gops: Double?
        /// Of what the processor can do with the numbers that the phase multiplies, such as `int8`.
        var shareOfPeak: Double?
        var numbers: String?
        /// Of what can be read from memory, where each step reads all weights.
        var shareOfBandwidth: Double?

        var perSecond: Double? { items.map { Double($0) / seconds } }

        enum CodingKeys: String, CodingKey {
            case name, seconds, items, unit, numbers
            case gops = "gop_s"
            case shareOfPeak = "share_of_peak"
            case shareOfBandwidth = "share_of_bandwidth"
        }
    }

    /// In bytes.
    package struct Memory: Encodable, Sendable {
        /// The most that the process had in use during the phases.
        let peak: Double
        let weights: Int
        /// Keys and values of the longest context of the phases.
        let cache: Int

        var ratio: Double { peak / Double(weights + cache) }
    }

    /// How a cost grows.
    package struct Curve: Encodable, Sendable {
        let name: String
        /// What grows, such as `tokens of context`.
        let of: String
        /// What is measured, such as `seconds`.
        let unit: String
        var points: [Point] = []

        /// One size.
        package struct Point: Encodable, Sendable {
            let size: Double
            /// How a person calls the size.
            let label: String
            let value: Double
        }
    }
}
