extension VisibleDifference {
    /// Three pictures beside each other: as recorded, as it is now, and the latter faded with the differences in red.
    ///
    /// - Parameter area: the part that they show; `nil` for the whole.
    package func picture(recorded: Image, now: Image, in area: Box<ImageSpace>? = nil) -> Image {
        let parts = [("recorded", recorded), ("now", now), ("difference", marked(now))]
        return Image.beside(parts.map { name, image in (name, area.flatMap { image.cropped(to: $0) } ?? image) })
    }

    /// The picture faded, with the differences in red.
    package func marked(_ now: Image) -> Image {
        let faded = now.faded()
        return faded.drawing { canvas in
            for place in places { canvas.fill(Box(x: place.x, y: place.y, width: 1, height: 1), .red) }
            for box in boxes { canvas.outline(box.expanded(by: 4), .blue) }
        }
    }
}

extension Image {
    /// Pictures beside each other, each under its name.
    package static func beside(_ pictures: [(name: String, picture: Image)]) -> Image {
        let (gap, head) = (8, Canvas.labelSize("").height + 4)
        let width = pictures.reduce(-gap) { $0 + $1.picture.width + gap }
        let height = head + (pictures.map(\.picture.height).max() ?? 1)
        let ground = Image(width: max(1, width), height: height) { _ in }
        return ground.drawing { canvas in
            var left = 0
            for (name, picture) in pictures {
                canvas.label(name, at: Point(x: Double(left), y: 0), .white)
                canvas.paste(picture, left: left, top: head)
                left += picture.width + gap
            }
        }
    }

    /// A copy drawn in pale greys, on which marks stand out.
    func faded() -> Image {
        Image(width: width, height: height) { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let pale = UInt8(190 + self[x, y].brightness / 4)
                    let start = 4 * (y * width + x)
                    for channel in 0..<3 { bytes[start + channel] = pale }
                }
            }
        }
    }
}
