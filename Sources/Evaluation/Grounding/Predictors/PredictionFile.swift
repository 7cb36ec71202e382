import Images
import Interaction
import JSON

/// The predictions of a file.
struct PredictionFile {
    private(set) var records: [PredictionRecord] = []
    /// As the first line of an evaluation's own file says.
    private(set) var coordinates: AnswerCoordinates?
    /// Records of instructions in another language, which are left out.
    private(set) var otherLanguages = 0

    /// - Parameter language: of the instructions; ScreenSpot-Pro's result of `--language all` holds each item once for
    ///   each. `nil` takes the records of all.
    init(_ text: String, name: String, language: InstructionLanguage? = nil) throws(GroundingEvaluationError) {
        if let whole = try? JSON(parsing: text), case .array(let details)? = whole["details"]?.value {
            for json in details { try add(json, file: name, language) }
            return
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            let json: JSON
            do {
                json = try JSON(parsing: String(line))
            } catch {
                throw .badPrediction(file: name, line: index + 1, problem: error.problem)
            }
            if let setup = json["setup"] {
                coordinates = setup["coordinates"]?.string.flatMap(AnswerCoordinates.init)
            } else {
                try add(json, file: name, line: index + 1, language)
            }
        }
    }

    private mutating func add(
        _ json: JSON, file: String, line: Int? = nil, _ language: InstructionLanguage?
    ) throws(GroundingEvaluationError) {
        do {
            let fields = try JSONFields(json)
            guard try fields.string("verdict") != Verdict.notEvaluated.rawValue else { return }
            let record = try PredictionRecord(fields, line: line ?? json.line)
            if let language, let other = record.language, other != language.rawValue {
                otherLanguages += 1
            } else {
                records.append(record)
            }
        } catch {
            let field = error.path.isEmpty ? "" : "field '\(error.path.joined)': "
            throw .badPrediction(file: file, line: line ?? error.line, problem: field + error.problem)
        }
    }
}

/// One prediction of a file.
///
/// An item is named by `key` (file and place from 1, so that the first item is `screenspot_web.json#1`), by `id`, or by
/// its picture (`img_filename`, `image_path` or `img_path`) and `instruction` (or `prompt_to_evaluate`). The answer is `answer` or `raw_response`,
/// a model's words; or `numbers`, `point` or `pred`, `[x, y]` or a box's four; or `"refusal": true`. `picture`,
/// `[width, height]`, is the size of the picture that the model saw, where it was not the published one's. Where both
/// words and a point are given, the words count, unless the file is ScreenSpot-Pro's, whose point is already in pixels of
/// the published picture.
struct PredictionRecord {
    let reply: GroundingPrediction.Reply
    let picture: Size<ModelSpace>?
    /// What its item may be called by, the most exact first.
    let names: [PredictionName]
    /// The language of the instruction, as ScreenSpot-Pro's result has it.
    let language: String?
    /// From 1.
    let line: Int

    init(_ fields: JSONFields, line: Int) throws(JSONError) {
        self.line = line
        language = try fields.string("lang")
        names = try PredictionName.all(in: fields)
        picture = try fields.numbers("picture").flatMap(Size.init)
        if fields.has("raw_response") {
            reply = try Self.place(fields, "pred") ?? .nothing(reason: "the file holds no point")
        } else if let answer = try fields.string("answer") {
            reply = .text(answer)
        } else if let field = ["numbers", "point", "pred"].first(where: fields.has),
            let place = try Self.place(fields, field)
        {
            reply = place
        } else if try fields.boolean("refusal") == true {
            reply = .refusal
        } else {
            reply = .nothing(reason: try fields.string("reason") ?? "the file holds no answer")
        }
    }

    private static func place(_ fields: JSONFields, _ name: String) throws(JSONError) -> GroundingPrediction.Reply? {
        guard let numbers = try fields.numbers(name) else { return nil }
        guard let place = RawPlace(numbers) else {
            throw fields.fault(
                at: name, "expected [x, y] or [x1, y1, x2, y2], found \(numbers.count) numbers")
        }
        return place.isRefusal ? .refusal : .place(x: place.x, y: place.y)
    }
}

extension Size {
    /// The size that two whole numbers from 1 name.
    fileprivate init?(_ sides: [Double]) {
        guard sides.count == 2, let width = Int(exactly: sides[0]), let height = Int(exactly: sides[1]), width > 0,
            height > 0
        else { return nil }
        self.init(width: width, height: height)
    }
}

extension JSONFields {
    fileprivate func numbers(_ name: String) throws(JSONError) -> [Double]? {
        guard let json = self[name] else { return nil }
        guard case .array(let items) = json.value else { throw mismatch(name, json, "an array of numbers") }
        var numbers: [Double] = []
        for item in items {
            guard let number = item.number else { throw mismatch(name, item, "a number") }
            numbers.append(number)
        }
        return numbers
    }
}
