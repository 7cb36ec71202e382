package import Images

extension Trace {
    /// What the screen showed at regular times from the first look on, each picture held until the next one.
    ///
    /// - Parameters:
    ///   - rate: pictures a second, above 0.
    ///   - most: pictures at most.
    /// - Returns: one frame for each moment, the last look among them; `nil` when there would be more than `most`.
    package func film(picturesPerSecond rate: Double, most: Int) -> [FrameName]? {
        let looks = lines.compactMap { line -> (at: Double, frame: FrameName)? in
            guard let seen = line.event as? ObservedEvent else { return nil }
            return (line.atMilliseconds, seen.screen.frame)
        }
        guard let first = looks.first, let last = looks.last else { return [] }
        let count = (max(0, last.at - first.at) / 1000 * rate).rounded(.up) + 1
        guard count <= Double(most) else { return nil }
        var (film, next) = ([FrameName](), 0)
        for moment in 0..<Int(count) {
            let time = first.at + Double(moment) / rate * 1000
            while next + 1 < looks.count, looks[next + 1].at <= time { next += 1 }
            film.append(moment + 1 == Int(count) ? last.frame : looks[next].frame)
        }
        return film
    }
}
