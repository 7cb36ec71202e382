import Images

extension Image {
    /// Where a picture stands in this one, pixel by pixel, from the top.
    ///
    /// - Parameter maximum: no more are looked for.
    func places(of part: Image, upTo maximum: Int) -> [Box<ImageSpace>] {
        guard part.width <= width, part.height <= height, part.width > 0, part.height > 0 else { return [] }
        var found: [Box<ImageSpace>] = []
        let anchor = part.rarestPixel
        for y in 0...(height - part.height) {
            for x in 0...(width - part.width) where self[x + anchor.x, y + anchor.y] == anchor.colour {
                guard holds(part, left: x, top: y) else { continue }
                found.append(Box(x: x, y: y, width: part.width, height: part.height))
                if found.count == maximum { return found }
            }
        }
        return found
    }

    private func holds(_ part: Image, left: Int, top: Int) -> Bool {
        for y in 0..<part.height {
            for x in 0..<part.width where self[left + x, top + y] != part[x, y] { return false }
        }
        return true
    }

    /// A pixel of a colour that few others have, at which most places fail.
    private var rarestPixel: (x: Int, y: Int, colour: Colour) {
        var counts: [Colour: (count: Int, x: Int, y: Int)] = [:]
        for y in 0..<height {
            for x in 0..<width {
                let known = counts[self[x, y]]
                counts[self[x, y]] = ((known?.count ?? 0) + 1, known?.x ?? x, known?.y ?? y)
            }
        }
        let rarest = counts.min { ($0.value.count, $0.value.y, $0.value.x) < ($1.value.count, $1.value.y, $1.value.x) }
        return rarest.map { ($0.value.x, $0.value.y, $0.key) } ?? (0, 0, self[0, 0])
    }
}
