/// Single parts of a pptx file, by the names that programs give them.
package struct PresentationParts {
    private let archive: ZipArchive

    /// Reads the bytes of a pptx file.
    package init(_ contents: [UInt8]) throws(FormatFault) { archive = try ZipArchive(contents) }

    /// The names of the elements in the transition to the slide in the file of that number, from 1, such as `dissolve`;
    /// `nil` where there is no such file or no transition.
    package func transition(toSlide number: Int) throws(FormatFault) -> [String]? {
        let part = "ppt/slides/slide\(number).xml"
        guard archive.entry(part) != nil else { return nil }
        let transition = try XMLTree(archive.contents(of: part)).everywhere("transition").first
        return transition.map { $0.everywhere.map(\.name) }
    }

    /// The hexadecimal colours of the solid fills of the first master, in the file's order.
    package var masterColours: [String] {
        get throws(FormatFault) {
            try XMLTree(archive.contents(of: "ppt/slideMasters/slideMaster1.xml")).everywhere("solidFill")
                .flatMap { $0.everywhere("srgbClr") }.map { $0.attributes["val"] ?? "" }
        }
    }
}

extension XMLTree {
    /// Every element in it, in the document's order.
    fileprivate var everywhere: [XMLTree] { elements.flatMap { [$0] + $0.everywhere } }
}
