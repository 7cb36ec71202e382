/// A published grounding benchmark.
package enum GroundingSuite: String, Codable, CaseIterable, Hashable, Sendable {
    case screenSpot = "ScreenSpot"
    case screenSpotV2 = "ScreenSpot-v2"
    case screenSpotPro = "ScreenSpot-Pro"
    case osWorldG = "OSWorld-G"
    /// OSWorld-G's items with instructions that describe the target in more words.
    case osWorldGRefined = "OSWorld-G-refined"

    /// How many items were published.
    var publishedCount: Int {
        switch self {
        case .screenSpot, .screenSpotV2: 1272
        case .screenSpotPro: 1581
        case .osWorldG, .osWorldGRefined: 564
        }
    }

    /// Whether some of its instructions name what is not on the picture.
    package var hasRefusals: Bool { isOSWorldG }

    var isOSWorldG: Bool { self == .osWorldG || self == .osWorldGRefined }

    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The language of the instructions; only ScreenSpot-Pro has both.
package enum InstructionLanguage: String, Codable, CaseIterable, Hashable, Sendable {
    case english = "en"
    case chinese = "cn"
}
