/// Which prediction of a file belongs to which item of a benchmark.
struct PredictionAssignment {
    /// Predictions by the keys of items.
    private(set) var records: [String: PredictionRecord] = [:]
    /// Predictions that name no item.
    private(set) var strangers: [PredictionRecord] = []

    /// - Parameter file: named in errors.
    /// - Throws: ``GroundingEvaluationError/badPrediction(file:line:problem:)`` for a name that fits several different
    ///   items, and for an item with different predictions: which one is meant cannot be told.
    init(
        _ predictions: [PredictionRecord], to items: [GroundingItem], file: String
    ) throws(GroundingEvaluationError) {
        var index: [PredictionName: [GroundingItem]] = [:]
        for item in items { for name in Set(item.names) { index[name, default: []].append(item) } }
        for record in predictions {
            let fits = try Self.items(of: record, index, file)
            if fits.isEmpty { strangers.append(record) }
            for item in fits { try add(record, to: item, file) }
        }
    }

    private mutating func add(
        _ record: PredictionRecord, to item: GroundingItem, _ file: String
    ) throws(GroundingEvaluationError) {
        if let earlier = records[item.key], earlier.reply != record.reply || earlier.picture != record.picture {
            throw .badPrediction(
                file: file, line: record.line,
                problem: "it is another prediction for \(item.key) than line \(earlier.line) has; keep one of them, "
                    + "or name items by their keys")
        }
        records[item.key] = record
    }

    /// The items that the most exact name fits which fits any: one, or several that ask the same of the same picture.
    private static func items(
        of record: PredictionRecord, _ index: [PredictionName: [GroundingItem]], _ file: String
    ) throws(GroundingEvaluationError) -> [GroundingItem] {
        for name in record.names {
            let all = index[name.withoutFolders] ?? []
            let exact = all.filter(name.endsAlike)
            let fits = exact.isEmpty ? all : exact
            guard let first = fits.first else { continue }
            guard fits.allSatisfy({ $0.pictureName == first.pictureName && $0.instruction == first.instruction }) else {
                throw .badPrediction(
                    file: file, line: record.line,
                    problem: "\(name) fits \(fits.count) items, \(fits.prefix(3).map(\.key).joined(separator: ", "))"
                        + "\(fits.count > 3 ? ", …" : ""); name them by their keys")
            }
            return fits
        }
        return []
    }

    /// What is to be said of predictions that name no item; `nil` where each names one.
    var remark: String? {
        guard let first = strangers.first, let name = first.names.first else { return nil }
        let zero = strangers.contains {
            $0.names.contains { if case .key(let key) = $0 { key.hasSuffix("#0") } else { false } }
        }
        let count = strangers.count == 1 ? "1 prediction names" : "\(strangers.count) predictions name"
        return "\(count) no item, such as \(name) in line \(first.line)"
            + (zero ? "; items count from 1, so that the first is FILE.json#1" : "")
    }
}
