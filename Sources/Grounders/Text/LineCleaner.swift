/// Removes from the picture of a line what is not a letter: sides of frames, rules, carets, underlines of access keys.
///
/// Tesseract reads them as letters, or gives up.
struct LineCleaner {
    private static let ink = UInt8(LinePicture.ink)
    /// As light as this is the ground.
    private static let ground: UInt8 = 238
    /// Pixels of a line drawn by a program differ by less.
    private static let tolerance = 20

    private var picture: GreyPicture
    var width: Int { picture.width }
    var height: Int { picture.height }

    init(_ picture: GreyPicture) { self.picture = picture }

    /// The picture without them.
    func cleaned() -> GreyPicture {
        var cleaner = self
        cleaner.eraseDots()
        cleaner.eraseRules()
        cleaner.eraseSides()
        cleaner.eraseCarets()
        cleaner.eraseUnderlines()
        return cleaner.picture
    }

    func pixel(_ x: Int, _ y: Int) -> UInt8 { picture.pixels[y * width + x] }

    func isInk(_ x: Int, _ y: Int) -> Bool { pixel(x, y) < Self.ink }

    mutating func erase(_ columns: Range<Int>, _ rows: Range<Int>) {
        for y in rows { for x in columns { picture.pixels[y * width + x] = 255 } }
    }

    mutating func invert(_ columns: Range<Int>, _ rows: Range<Int>) {
        for y in rows { for x in columns { picture.pixels[y * width + x] = 255 - pixel(x, y) } }
    }

    /// Dotted frames around what has the focus: every other pixel of a row or a column.
    private mutating func eraseDots() {
        for y in 0..<height {
            for run in dots((0..<width).map { pixel($0, y) }) where isLoose(run.map { ($0, y) }, beside: (0, 1)) {
                erase(run, y..<(y + 1))
            }
        }
        for x in 0..<width {
            for run in dots((0..<height).map { pixel(x, $0) }) where isLoose(run.map { (x, $0) }, beside: (1, 0)) {
                erase(x..<(x + 1), run)
            }
        }
    }

    /// Whether most of these pixels have no ink at either side: the strokes of a small `m` alternate too.
    private func isLoose(_ pixels: [(x: Int, y: Int)], beside step: (x: Int, y: Int)) -> Bool {
        func hasInk(_ x: Int, _ y: Int) -> Bool {
            x >= 0 && x < width && y >= 0 && y < height && isInk(x, y)
        }
        let dots = pixels.filter { isInk($0.x, $0.y) }
        let loose = dots.count { !hasInk($0.x - step.x, $0.y - step.y) && !hasInk($0.x + step.x, $0.y + step.y) }
        return 10 * loose >= 7 * dots.count
    }

    /// The stretches in which shades alternate.
    private func dots(_ line: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for index in 0...line.count {
            let goesOn =
                index < line.count && index >= start + 1 && abs(Int(line[index]) - Int(line[index - 1])) >= 60
                && (index < start + 2 || abs(Int(line[index]) - Int(line[index - 2])) <= Self.tolerance)
            if goesOn { continue }
            if index - start >= 10 { runs.append(start..<index) }
            // A run may begin with the last pixel of the one before.
            start = index - start >= 2 && index < line.count ? index - 1 : index
            if index < line.count, start == index - 1, abs(Int(line[index]) - Int(line[index - 1])) < 60 {
                start = index
            }
        }
        return runs
    }

    /// Horizontal stretches of one shade that are longer than any letter's.
    private mutating func eraseRules() {
        let longest = max(24, 13 * height / 10)
        for y in 0..<height {
            var start = 0
            for x in 0...width {
                let goesOn =
                    x < width && pixel(x, y) < Self.ground
                    && (x == start || abs(Int(pixel(x, y)) - Int(pixel(x - 1, y))) <= Self.tolerance)
                if goesOn { continue }
                if x - start > longest { erase(start..<x, y..<(y + 1)) }
                start = x < width && pixel(x, y) < Self.ground ? x : x + 1
            }
        }
    }

    /// Columns of one shade from top to bottom: a letter ends within its line, what reaches both borders goes on beyond.
    private mutating func eraseSides() {
        guard height >= 10 else { return }
        for x in 0..<width {
            let first = Int(pixel(x, 0))
            let isSide =
                first < Int(Self.ground)
                && (0..<height).allSatisfy {
                    pixel(x, $0) < Self.ground && abs(Int(pixel(x, $0)) - first) <= 2 * Self.tolerance
                        || isInk(x, $0)
                }
            if isSide { erase(x..<(x + 1), 0..<height) }
        }
    }
}

// MARK: Underlines

extension LineCleaner {
    /// The line under a letter that is an access key: thin, below the baseline, with nothing touching it.
    fileprivate mutating func eraseUnderlines() {
        guard width > 3 * height / 2, height >= 8 else { return }
        var row = height - 1
        while row > height / 2 {
            for columns in inkRuns(row) where isUnderline(columns, row) {
                let thickness = (columns.allSatisfy { isInk($0, row - 1) }) ? 2 : 1
                erase(columns, (row - thickness + 1)..<(row + 1))
            }
            row -= 1
        }
    }

    private func inkRuns(_ y: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for x in 0...width {
            if x < width, isInk(x, y) {
                start = start ?? x
            } else if let first = start {
                if x - first >= 3 { runs.append(first..<x) }
                start = nil
            }
        }
        return runs
    }

    private func isUnderline(_ columns: Range<Int>, _ row: Int) -> Bool {
        let around = max(columns.lowerBound - 1, 0)..<min(columns.upperBound + 1, width)
        let isDouble = columns.allSatisfy { isInk($0, row - 1) }
        let above = row - (isDouble ? 2 : 1)
        guard above > 0, around.allSatisfy({ !isInk($0, above) }),
            row + 1 == height || around.allSatisfy({ !isInk($0, row + 1) })
        else { return false }
        // A letter stands above it: an underscore has nothing there, an equals sign only its other half.
        let rows = (0..<above).filter { y in columns.contains { isInk($0, y) } }
        guard let top = rows.first, let bottom = rows.last, bottom - top >= 4, above - bottom <= 3 else { return false }
        let covered = columns.count { x in (top...bottom).contains { isInk(x, $0) } }
        return 10 * covered >= 6 * columns.count && isBelowBaseline(row, besides: columns)
    }

    /// Whether most letters beside these columns end above a row.
    private func isBelowBaseline(_ row: Int, besides columns: Range<Int>) -> Bool {
        let ends = (0..<width).filter { !columns.contains($0) }.compactMap { inkRows($0)?.upperBound }
        return !ends.isEmpty && 10 * ends.count { $0 <= row } >= 6 * ends.count
    }
}
