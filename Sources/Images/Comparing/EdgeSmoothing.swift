/// Recognises the pixels by which rasterisers smooth edges, and which another version of them draws otherwise.
///
/// Such a pixel lies on a slope from dark to light, and the slope ends in areas of one colour; both are so in either
/// picture (V. Vyšniauskas, "Anti-aliased pixel and intensity slope detector", 2009). Besides, what it shows in one picture
/// lies between the darkest and the lightest around it in the other: without that, a dot that is gone would pass, for it
/// is hardly more than its own edge.
struct EdgeSmoothing {
    /// Two pictures of one size.
    let one: Image
    let other: Image

    /// Whether the pixel smooths an edge in one of the two.
    func isSmoothing(_ x: Int, _ y: Int) -> Bool {
        guard isInRange(x, y, of: one, in: other), isInRange(x, y, of: other, in: one) else { return false }
        return isOnSlope(x, y, of: one, and: other) || isOnSlope(x, y, of: other, and: one)
    }

    /// Whether a pixel of `picture` is as dark as something around the same place in `second`.
    private func isInRange(_ x: Int, _ y: Int, of picture: Image, in second: Image) -> Bool {
        var (low, high) = (second[x, y].brightness, second[x, y].brightness)
        for (column, row) in neighbours(of: x, y) {
            let brightness = second[column, row].brightness
            low = min(low, brightness)
            high = max(high, brightness)
        }
        return (low - 2...high + 2).contains(picture[x, y].brightness)
    }

    private func isOnSlope(_ x: Int, _ y: Int, of picture: Image, and second: Image) -> Bool {
        let centre = picture[x, y]
        var equal = isAtBorder(x, y) ? 1 : 0
        var (darkest, lightest) = (0.0, 0.0)
        var darkPlace = (x, y)
        var lightPlace = (x, y)
        for (column, row) in neighbours(of: x, y) {
            let neighbour = picture[column, row]
            let step = neighbour.brightness - centre.brightness
            if neighbour == centre {
                equal += 1
                if equal > 2 { return false }
            } else if step < darkest {
                (darkest, darkPlace) = (step, (column, row))
            } else if step > lightest {
                (lightest, lightPlace) = (step, (column, row))
            }
        }
        guard darkest < 0, lightest > 0 else { return false }
        return [darkPlace, lightPlace].contains { column, row in
            isInArea(column, row, of: picture) && isInArea(column, row, of: second)
        }
    }

    /// Whether at least three neighbours have the same colour.
    private func isInArea(_ x: Int, _ y: Int, of picture: Image) -> Bool {
        let centre = picture[x, y]
        var equal = isAtBorder(x, y) ? 1 : 0
        for (column, row) in neighbours(of: x, y) where picture[column, row] == centre { equal += 1 }
        return equal >= 3
    }

    private func isAtBorder(_ x: Int, _ y: Int) -> Bool {
        x == 0 || y == 0 || x == one.width - 1 || y == one.height - 1
    }

    private func neighbours(of x: Int, _ y: Int) -> [(Int, Int)] {
        var places: [(Int, Int)] = []
        places.reserveCapacity(8)
        for row in max(0, y - 1)...min(one.height - 1, y + 1) {
            for column in max(0, x - 1)...min(one.width - 1, x + 1) where (column, row) != (x, y) {
                places.append((column, row))
            }
        }
        return places
    }
}
