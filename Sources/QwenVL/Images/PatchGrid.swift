/// The size of a picture or video in patches of 14 pixels (`grid_thw` of the reference).
package struct PatchGrid: Hashable, Sendable {
    /// Pairs of frames; 1 for a picture.
    package var frames: Int
    /// Rows of patches, an even number.
    package var rows: Int
    /// Columns of patches, an even number.
    package var columns: Int

    /// Creates a grid, counted in patches.
    package init(frames: Int = 1, rows: Int, columns: Int) {
        self.frames = frames
        self.rows = rows
        self.columns = columns
    }

    /// The number of patches.
    var patches: Int { frames * rows * columns }
    /// Rows of tokens: two rows of patches each.
    var tokenRows: Int { rows / 2 }
    /// Columns of tokens.
    var tokenColumns: Int { columns / 2 }
    /// The number of tokens that stand for the picture in a prompt.
    package var tokens: Int { frames * tokenRows * tokenColumns }
}
