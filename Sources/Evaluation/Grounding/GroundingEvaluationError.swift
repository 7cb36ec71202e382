import Interaction

/// Why a grounding evaluation could not be begun.
package enum GroundingEvaluationError: Error, Hashable, Sendable {
    case notFound(path: String)
    case notReadable(path: String, reason: String)
    /// A file is no JSON, or not of a known benchmark.
    case unknownFormat(file: String, problem: String)
    /// One item of a file does not fit its format; items count from 1.
    case badItem(file: String, line: Int, item: Int, field: String, problem: String)
    case noDataset(path: String, files: [String])
    case severalSuites([GroundingSuite], path: String)
    case suiteMissing(GroundingSuite, found: [GroundingSuite], path: String)
    case noPictures(name: String, tried: [String])
    case noChinese(GroundingSuite)
    /// What is absent was asked for, and of no picture is known what is there.
    case nothingTold(picture: String)
    /// A predictions file has a record that cannot be used; lines count from 1.
    case badPrediction(file: String, line: Int, problem: String)
}

extension GroundingEvaluationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let path):
            "'\(path)' does not exist; give the folder of a benchmark, or one of its annotation files"
        case .notReadable(let path, let reason): "cannot read '\(path)': \(reason)"
        case .unknownFormat(let file, let problem): "\(file): \(problem)"
        case .badItem(let file, let line, let item, let field, let problem):
            "\(file):\(line): item \(item)\(field.isEmpty ? "" : ", field '\(field)'"): \(problem)"
        case .noDataset(let path, let files):
            "'\(path)' holds no annotations of \(GroundingSuite.list)"
                + (files.isEmpty ? "" : " (looked at \(files.joined(separator: ", ")))")
        case .severalSuites(let suites, let path):
            "'\(path)' holds \(suites.map(\.rawValue).joined(separator: " and ")); choose one with --suite"
        case .suiteMissing(let suite, let found, let path):
            "'\(path)' holds no \(suite.rawValue), only \(found.map(\.rawValue).joined(separator: " and "))"
        case .noPictures(let name, let tried):
            "the picture '\(name)' was not found in \(tried.joined(separator: ", ")); give the pictures' folder with --images"
        case .noChinese(let suite):
            "\(suite.rawValue) has no Chinese instructions, only ScreenSpot-Pro has; leave out --language cn"
        case .nothingTold(let picture):
            "no picture has NAME.told.json beside it ('\(picture)' is the first); 'deskhand dataset capture' writes both"
        case .badPrediction(let file, let line, let problem): "\(file):\(line): \(problem)"
        }
    }
}
