import Images
import Interaction

extension ScreenComparison {
    /// So many places are read, and so many labels of each are told.
    private static let (placesRead, labelsTold) = (3, 6)

    /// What stands where the pictures differ, now and then, in words such as
    /// `at (20, 30) it reads 'Total: 7.60' and read 'Total: 7.50'`.
    func readings(now: ScreenState, then: ScreenState, by naming: any ElementNaming) async -> [String] {
        var words: [String] = []
        for box in (pixels?.boxes ?? []).prefix(Self.placesRead) {
            let place = Box<ScreenSpace>(
                x: box.x + now.screenshot.capture.x, y: box.y + now.screenshot.capture.y, width: box.width,
                height: box.height)
            let (here, there) = (
                await Self.labels(in: place, on: now, naming), await Self.labels(in: place, on: then, naming)
            )
            guard let sentence = Self.sentence(here, there, at: place) else { continue }
            if !words.contains(sentence) { words.append(sentence) }
        }
        return words
    }

    private static func sentence(_ here: String?, _ there: String?, at place: Box<ScreenSpace>) -> String? {
        let point = "at (\(Int(place.x)), \(Int(place.y)))"
        switch (here, there) {
        case (nil, nil): return nil
        case (let here?, let there?) where here == there: return "\(point) is \(here)"
        case (let here?, let there?): return "\(point) it reads \(here) and read \(there)"
        case (let here?, nil): return "\(point) it reads \(here) and read nothing"
        case (nil, let there?): return "\(point) it reads nothing and read \(there)"
        }
    }

    /// The labels within a box, or the one that it is a part of.
    private static func labels(
        in box: Box<ScreenSpace>, on screen: ScreenState, _ naming: any ElementNaming
    ) async -> String? {
        var labels: [String] = []
        if box.height > 40 {
            labels = ((try? await naming.names(in: box.expanded(by: 8), on: screen)) ?? [])
        }
        if labels.isEmpty {
            labels = [(try? await naming.name(at: box.centre, on: screen)) ?? nil].compactMap(\.self)
        }
        let told = labels.prefix(labelsTold).map { "'\($0)'" }.joined(separator: ", ")
        return told.isEmpty ? nil : told + (labels.count > labelsTold ? " and more" : "")
    }
}
