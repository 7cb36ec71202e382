import Interaction
import JSON

/// What a prediction calls its item.
enum PredictionName: Hashable, Sendable {
    /// The annotation file and the item's place in it, from 1.
    case key(String)
    /// The benchmark's own name.
    case id(String)
    /// A picture's path, which may begin with folders of another machine, and the instruction.
    case question(picture: String, instruction: String)

    /// All that a record gives, the most exact first.
    static func all(in fields: JSONFields) throws(JSONError) -> [PredictionName] {
        var names: [PredictionName] = []
        if let key = try fields.string("key") { names.append(.key(key)) }
        if let id = try fields.string("id") { names.append(.id(id)) }
        for (picture, instruction) in [
            ("img_filename", "instruction"), ("image_path", "instruction"), ("img_path", "prompt_to_evaluate"),
        ] {
            if let picture = try fields.string(picture), let instruction = try fields.string(instruction) {
                names.append(.question(picture: picture, instruction: instruction))
            }
        }
        guard !names.isEmpty else {
            throw .missing("key", expected: "a name of the item", path: fields.path, line: fields.line)
        }
        return names
    }

    /// The same without the folders of a picture, which differ from machine to machine.
    var withoutFolders: PredictionName {
        guard case .question(let picture, let instruction) = self else { return self }
        return .question(picture: picture.split(separator: "/").last.map(String.init) ?? "", instruction: instruction)
    }

    /// Whether the whole path of the item's picture, as annotated, ends the path of this one.
    func endsAlike(_ item: GroundingItem) -> Bool {
        guard case .question(let picture, _) = self else { return true }
        return picture == item.pictureName || picture.hasSuffix("/" + item.pictureName)
    }
}

extension PredictionName: CustomStringConvertible {
    /// As an error quotes it.
    var description: String {
        switch self {
        case .key(let key): "'\(key)'"
        case .id(let id): "id '\(id)'"
        case .question(let picture, let instruction): "'\(picture)' with '\(instruction.prefix(60))'"
        }
    }
}

extension GroundingItem {
    /// What predictions may call it, without folders.
    var names: [PredictionName] {
        [.key(key)] + (id.map { [.id($0)] } ?? [])
            + [PredictionName.question(picture: pictureName, instruction: instruction).withoutFolders]
    }
}
