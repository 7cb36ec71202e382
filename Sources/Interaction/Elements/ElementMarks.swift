package import Images

/// The numbers of elements as marks on a picture of their screen.
package struct ElementMarks: Sendable {
    private static let colours = [
        Colour(red: 200, green: 30, blue: 60), Colour(red: 20, green: 110, blue: 200),
        Colour(red: 10, green: 130, blue: 60), Colour(red: 150, green: 60, blue: 180),
        Colour(red: 190, green: 90, blue: 0),
    ]
    private let elements: [Element]

    /// Marks what a person may point at: neither windows nor other containers.
    package init(_ list: ElementList) { elements = list.shown.filter { !$0.role.isContainer } }

    /// The screenshot with a box and a number for each.
    package func drawn(on screenshot: Screenshot) -> Image {
        let frame = screenshot.frame
        return screenshot.image.drawing { canvas in
            for (index, element) in elements.enumerated() {
                let colour = Self.colours[index % Self.colours.count]
                let box = frame.imageBox(element.box)
                canvas.outline(box, colour, thickness: 1)
                canvas.label("\(element.number)", at: Point(x: box.x, y: box.y), colour, scale: 1)
            }
        }
    }
}
