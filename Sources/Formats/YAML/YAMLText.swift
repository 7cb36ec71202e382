import CYaml
package import JSON

/// YAML 1.1 as PyYAML's safe loader reads it: anchors, merged maps, the scalars of YAML 1.1 (`yes`, `0o` not, `1:30`).
/// Of a name that occurs twice the last value counts. Keys that are not texts are known by what they say: `1`, `true`.
///
/// The events are libyaml's, through the package Yams; Yams' own tree refuses names that occur twice.
package struct YAMLText {
    /// The document's value; maps are objects.
    package let json: JSON

    /// Reads a text of one document.
    ///
    /// - Throws: ``FormatFault`` for what PyYAML refuses, too: several documents, unknown tags and anchors.
    package init(_ text: String) throws(FormatFault) {
        json = try YAMLEvents(text).document()
    }
}

/// A value of a document, before its tags are resolved.
indirect enum YAMLNode {
    case scalar(text: String, tag: String?, isPlain: Bool)
    case sequence([YAMLNode], tag: String?)
    case mapping([(key: YAMLNode, value: YAMLNode)], tag: String?)

    /// The values in it, aliases counted as often as they stand.
    var size: Int {
        switch self {
        case .scalar: 1
        case .sequence(let items, _): items.reduce(1) { $0 + $1.size }
        case .mapping(let pairs, _): pairs.reduce(1) { $0 + $1.key.size + $1.value.size }
        }
    }
}

/// Turns libyaml's events into nodes.
@safe private final class YAMLEvents {
    /// Deeper documents than any settings file; libyaml itself stops at a thousand.
    private static let maximumDepth = 256
    /// Values, those of aliases counted each time: a few bytes of aliases can stand for more than any memory holds.
    private static let maximumSize = 1_000_000

    private let bytes: [UInt8]
    private var parser = unsafe yaml_parser_t()
    private var anchors: [CodePoints: (node: YAMLNode, size: Int)] = [:]
    private var size = 0

    init(_ text: String) throws(FormatFault) {
        bytes = Array(text.utf8)
        guard unsafe yaml_parser_initialize(&parser) == 1 else {
            throw FormatFault("there is no memory for its reader")
        }
    }

    deinit { unsafe yaml_parser_delete(&parser) }

    func document() throws(FormatFault) -> JSON {
        let result = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            return Result { () throws(FormatFault) in try self.stream() }
        }
        return try result.get().resolved
    }

    private func stream() throws(FormatFault) -> YAMLNode {
        _ = try next()
        guard try next().kind == YAML_DOCUMENT_START_EVENT else { return .scalar(text: "", tag: nil, isPlain: true) }
        let node = try node(try next(), depth: 0)
        _ = try next()
        guard try next().kind == YAML_STREAM_END_EVENT else { throw FormatFault("it holds several documents") }
        return node
    }

    private func node(_ event: Event, depth: Int) throws(FormatFault) -> YAMLNode {
        guard depth < Self.maximumDepth else {
            throw FormatFault("it is nested deeper than \(Self.maximumDepth) levels")
        }
        if event.kind == YAML_ALIAS_EVENT {
            guard let found = anchors[CodePoints(event.anchor ?? "")] else {
                throw FormatFault("the anchor '\(event.anchor ?? "")' is not known")
            }
            try count(found.size)
            return found.node
        }
        let before = size
        try count(1)
        let node: YAMLNode
        switch event.kind {
        case YAML_SCALAR_EVENT: node = .scalar(text: event.text, tag: event.tag, isPlain: event.isPlain)
        case YAML_SEQUENCE_START_EVENT: node = .sequence(try items(depth), tag: event.tag)
        case YAML_MAPPING_START_EVENT: node = .mapping(try pairs(depth), tag: event.tag)
        default: throw FormatFault("a value is missing in it")
        }
        if let anchor = event.anchor { anchors[CodePoints(anchor)] = (node, size - before) }
        return node
    }

    private func count(_ more: Int) throws(FormatFault) {
        size += more
        guard size <= Self.maximumSize else { throw FormatFault("it has more than \(Self.maximumSize) values") }
    }

    private func items(_ depth: Int) throws(FormatFault) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try next()
            if event.kind == YAML_SEQUENCE_END_EVENT { return items }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private func pairs(_ depth: Int) throws(FormatFault) -> [(key: YAMLNode, value: YAMLNode)] {
        var pairs: [(key: YAMLNode, value: YAMLNode)] = []
        while true {
            let event = try next()
            if event.kind == YAML_MAPPING_END_EVENT { return pairs }
            let key = try node(event, depth: depth + 1)
            pairs.append((key, try node(try next(), depth: depth + 1)))
        }
    }

    /// What we look at of an event.
    private struct Event {
        var kind = YAML_NO_EVENT
        var text = ""
        var tag: String?
        var anchor: String?
        /// Whether a scalar stands without quotes and without a tag, so that its letters say what it is.
        var isPlain = false
    }

    private func next() throws(FormatFault) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
            let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "it cannot be read"
            throw FormatFault("it is not valid YAML: line \(unsafe parser.problem_mark.line + 1): \(problem)")
        }
        defer { unsafe yaml_event_delete(&event) }
        var read = Event(kind: unsafe event.type)
        switch unsafe event.type {
        case YAML_ALIAS_EVENT: read.anchor = unsafe text(event.data.alias.anchor)
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            (read.tag, read.anchor) = unsafe (text(scalar.tag), text(scalar.anchor))
            read.isPlain = unsafe scalar.plain_implicit == 1
            read.text = unsafe String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            (read.tag, read.anchor) = unsafe (text(start.tag), text(start.anchor))
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            (read.tag, read.anchor) = unsafe (text(start.tag), text(start.anchor))
        default: break
        }
        return read
    }

    private func text(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe characters.map { unsafe String(cString: $0) }
    }
}
