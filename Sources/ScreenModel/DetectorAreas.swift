package import Images

/// The parts of a picture that the detector looks at: all of it in tiles, or what has changed since an earlier look.
package struct DetectorAreas {
    /// Disjoint boxes whose icons are looked for: those with their centre inside.
    package let boxes: [Box<ImageSpace>]

    /// The sides of a tile; larger pictures take several, so that memory has a limit.
    private static let (tileWidth, tileHeight) = (1920, 1088)
    /// How far around changed pixels an icon may look different: its half, and what the namer sees around it.
    private static let reach = 64.0
    /// The pixels around an area that the detector looks at with it.
    private static let context = 128
    /// The network's steps: areas whose surroundings begin at a multiple of them are seen as in the whole picture.
    private static let step = 32
    /// From this share of the picture on, the whole is looked at.
    private static let most = 0.5

    /// All of a picture.
    package init(all size: Size<ImageSpace>) {
        let (width, height) = (Int(size.width), Int(size.height))
        boxes = stride(from: 0, to: height, by: Self.tileHeight).flatMap { top in
            stride(from: 0, to: width, by: Self.tileWidth).map { left in
                Box(
                    x: left, y: top, width: min(Self.tileWidth, width - left),
                    height: min(Self.tileHeight, height - top))
            }
        }
    }

    /// What may look different from before where `changed` pixels are.
    package init(of size: Size<ImageSpace>, changed: [Box<ImageSpace>]) {
        var areas: [Box<ImageSpace>] = []
        for box in changed {
            var area = box.expanded(by: Self.reach)
            while let index = areas.firstIndex(where: { $0.intersection(area) != nil }) {
                area = area.union(areas.remove(at: index))
            }
            areas.append(area)
        }
        areas = areas.compactMap { $0.intersection(size.bounds) }
        let seen = areas.reduce(0) { $0 + Self.surroundings(of: $1, in: size).area }
        self = seen > Self.most * size.bounds.area ? Self(all: size) : Self(boxes: areas)
    }

    private init(boxes: [Box<ImageSpace>]) { self.boxes = boxes }

    /// What the detector looks at to find the icons of an area.
    package static func surroundings(of area: Box<ImageSpace>, in size: Size<ImageSpace>) -> Box<ImageSpace> {
        let (x, y, width, height) = area.pixels
        let left = max(0, (x - context) / step * step)
        let top = max(0, (y - context) / step * step)
        let right = min(Int(size.width), x + width + context)
        let bottom = min(Int(size.height), y + height + context)
        return Box(x: left, y: top, width: right - left, height: bottom - top)
    }
}
