package import Images
package import Interaction

/// Finds nothing: for targets that are found among elements only.
package struct SilentGrounder: Grounder {
    package let name = "none"

    /// Creates the grounder.
    package init() {}

    package func candidates(for target: String, in image: Image) -> [Candidate] { [] }
}
