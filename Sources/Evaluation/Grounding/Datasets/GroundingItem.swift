package import Foundation
package import Images

/// One question of a benchmark: where on this picture is what the instruction means?
package struct GroundingItem: Sendable {
    /// Unique in the dataset: the annotation file's name and the item's place in it, from 1.
    package let key: String
    /// The benchmark's own name for it, if it gives any.
    let id: String?
    /// What is to be found, in the benchmark's words.
    package let instruction: String
    let picture: URL
    /// The picture's name as annotated.
    package let pictureName: String
    /// The picture's size as annotated.
    let declaredSize: Size<ImageSpace>?
    /// What counts as found.
    package let target: GroundingTarget
    /// What results are sliced by; a trait such as OSWorld-G's `category` may have several values.
    package let traits: [GroundingTrait: [String]]

    package init(
        key: String, id: String?, instruction: String, picture: URL, pictureName: String,
        declaredSize: Size<ImageSpace>?, target: GroundingTarget, traits: [GroundingTrait: [String]]
    ) {
        self.key = key
        self.id = id
        self.instruction = instruction
        self.picture = picture
        self.pictureName = pictureName
        self.declaredSize = declaredSize
        self.target = target
        self.traits = traits
    }
}

/// A property by which results are sliced.
package enum GroundingTrait: String, Codable, CaseIterable, Hashable, Sendable {
    /// Mobile, desktop or web.
    case split
    /// Text or icon.
    case kind
    case source
    case group
    case platform
    case application
    /// Box, polygon or refusal.
    case boxType = "box_type"
    case category
    case guiType = "gui_type"
}

/// What counts as found.
package enum GroundingTarget: Hashable, Sendable {
    case box(InclusiveBox)
    /// The corners in order.
    case polygon([Point<ImageSpace>])
    /// What was asked for is not on the picture; to say so is right.
    case refusal
}

/// A rectangle that holds all four of its edges, as the benchmarks score it.
package struct InclusiveBox: Hashable, Sendable {
    /// The left edge, in pixels of the picture.
    package let left: Double
    /// The top edge, in pixels of the picture.
    package let top: Double
    /// The right edge, in pixels of the picture.
    package let right: Double
    /// The bottom edge, in pixels of the picture.
    package let bottom: Double

    package init(left: Double, top: Double, right: Double, bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    var corners: [Double] { [left, top, right, bottom] }
}
