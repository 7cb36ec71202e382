import Serving
import Testing

/// What an instruction for a grounding model is about.
struct PlaceQuestionTests {
    @Test(arguments: [
        ("Click on the Save button", "Save button", "Save"), ("Save", "Save", "Save"),
        ("Instruction: please double-click the 'Trash' icon.", "Trash", "Trash"),
        (
            #"Point at each place of "Save As" and output all the coordinates as point_2d in JSON format."#, "Save As",
            "Save As"
        ),
        ("open File", "File", "File"), ("select all", "all", "all"), ("Clicker", "Clicker", "Clicker"),
    ])
    func `an instruction names a target`(_ instruction: String, _ whole: String, _ short: String) {
        let targets = PlaceQuestion.targets(in: instruction)
        #expect(targets.first == whole && targets.contains(short), "\(targets)")
    }

    @Test func `nothing is named by nothing`() {
        #expect(PlaceQuestion.targets(in: " ").isEmpty)
    }
}
