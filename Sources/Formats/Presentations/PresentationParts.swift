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

    /// The bytes of the picture behind the slide in the file of that number, from 1; `nil` where there is none.
    package func backgroundPicture(ofSlide number: Int) throws(FormatFault) -> [UInt8]? {
        let part = "ppt/slides/slide\(number).xml"
        guard archive.entry(part) != nil else { return nil }
        let pictures = try XMLTree(archive.contents(of: part)).everywhere("bgPr").flatMap { $0.everywhere("blip") }
        guard let name = pictures.compactMap({ $0.attributes["embed"] }).first,
            let target = try archive.relations(of: part)[name], archive.entry(target) != nil
        else { return nil }
        return try archive.contents(of: target)
    }
}

extension XMLTree {
    /// Every element in it, in the document's order.
    fileprivate var everywhere: [XMLTree] { elements.flatMap { [$0] + $0.everywhere } }
}
