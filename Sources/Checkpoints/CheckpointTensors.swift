package import Tensors

/// The tensors of a model's files by their published names, mapped and left as they are stored.
package struct CheckpointTensors: ModelTensors {
    /// How a tensor of the model is made of stored ones.
    enum Source: Sendable {
        /// It is stored as it is.
        case whole(StoredTensor)
        /// Quantised and laid out as it is multiplied.
        case panels(StoredPanels, StoredTensor)
        /// A linear layer in AutoAWQ's packing.
        case awq(weights: StoredTensor, zeros: StoredTensor, scales: StoredTensor)
        /// One below the other: queries, keys and values.
        case joined([StoredTensor])
        /// Rows take a stretch of elements from each in turn: the time slices of the patch embedding.
        case interleaved([StoredTensor], stretch: Int)
    }

    /// The files, in the order in which they were opened.
    package let files: [MappedFile]
    private let sources: [String: Source]
    private let unread: [String: Unread]
    private let adapter: Adapter?

    /// A tensor in a format that is not read; it is an error only where the model needs it.
    struct Unread: Sendable {
        let file: String
        let format: String

        init(_ file: String, _ format: String) {
            self.file = file
            self.format = format
        }
    }

    /// A tensor of an adapter, which explains why the model's own are missing.
    struct Adapter: Sendable {
        let file: String
        let tensor: String
    }

    init(
        files: [MappedFile], sources: [String: Source], unread: [String: Unread] = [:], adapter: Adapter? = nil
    ) {
        self.files = files
        self.sources = sources
        self.unread = unread
        self.adapter = adapter
    }

    /// Every tensor as it is stored, sorted by its name in the file.
    package var stored: [StoredTensor] {
        sources.values.flatMap(\.parts).sorted { $0.name < $1.name }
    }

    /// The tensors with their published names when all of them are stored as they are, `nil` when some are packed or joined.
    package var plain: [(published: String, tensor: StoredTensor)]? {
        var plain: [(published: String, tensor: StoredTensor)] = []
        for (name, source) in sources {
            guard case .whole(let tensor) = source else { return nil }
            plain.append((name, tensor))
        }
        return plain.sorted { $0.published < $1.published }
    }

    /// Whether some linear layers of blocks are stored in 16 bits or more.
    package var holdsFloatLayers: Bool {
        sources.contains { name, source in
            guard name.hasSuffix(".weight"), name.contains(".blocks.") || name.contains(".layers.") else {
                return false
            }
            let parts: [StoredTensor] =
                switch source {
                case .whole(let tensor): [tensor]
                case .joined(let parts): parts
                case .panels, .awq, .interleaved: []
                }
            return parts.contains { $0.shape.count == 2 && [.float32, .float16, .bfloat16].contains($0.format) }
        }
    }

    /// Whether some linear layers are packed in fewer than 16 bits.
    package var holdsPackedLayers: Bool {
        packedGroupSize != nil || formats.contains { $0.format.rawValue.hasPrefix("q") }
    }

    /// The same with the formats in which they are multiplied: for weights in panels not that of their bytes.
    package var formats: [(format: ElementFormat, tensor: StoredTensor)] {
        sources.values.flatMap { source in
            if case .panels(let panels, let tensor) = source { return [(panels.format, tensor)] }
            return source.parts.map { ($0.format, $0) }
        }
    }

    /// The number of the model's weights, those of quantised layers included.
    package var parameterCount: Int { sources.values.reduce(0) { $0 + $1.parameterCount } }

    /// The neighbouring inputs that share a scale in layers packed by AutoAWQ, `nil` where there are none.
    package var packedGroupSize: Int? {
        for case .awq(let weights, _, let scales) in sources.values {
            return (weights.shape.first ?? 0) / max(scales.shape.first ?? 1, 1)
        }
        return nil
    }

    /// Whether the checkpoint has a tensor of this name.
    package func holds(_ name: String) -> Bool { sources[name] != nil || unread[name] != nil }

    /// The shape of a tensor of the model, `nil` if it is missing.
    package func shape(of name: String) -> [Int]? { sources[name]?.shape }

    package func linear(_ name: String, outputs: Int, inputs: Int) throws(CheckpointError) -> any LinearWeights {
        let source = try source(name, expected: [outputs, inputs])
        let shape = source.shape
        guard shape.count >= 2, shape[0] == outputs, shape.dropFirst().reduce(1, *) == inputs else {
            throw source.wrongShape(name, expected: [outputs, inputs])
        }
        do { return try source.weights() } catch { throw .storage(error) }
    }

    package func floats(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
        let source = try source(name, expected: [count])
        guard source.shape.reduce(1, *) == count else { throw source.wrongShape(name, expected: [count]) }
        do { return try source.floats() } catch { throw .storage(error) }
    }

    /// Makes sure that a tensor is there and has `shape`, without reading it; all dimensions of the stored tensor after the first count together.
    package func check(_ name: String, shape: [Int]) throws(CheckpointError) {
        let source = try source(name, expected: shape)
        let found = source.shape
        let flat = shape.count > 1 ? [found.first ?? 0, found.dropFirst().reduce(1, *)] : [found.reduce(1, *)]
        guard flat == shape, shape.count == 1 || found.count > 1 else {
            throw source.wrongShape(name, expected: shape)
        }
    }

    private func source(_ name: String, expected: [Int]) throws(CheckpointError) -> Source {
        guard let source = sources[name] else {
            if let stored = unread[name] {
                throw .unknownFormat(
                    tensor: name, file: stored.file, format: stored.format, known: SafetensorsHeader.known)
            }
            if let adapter { throw .unmergedAdapter(file: adapter.file, tensor: adapter.tensor) }
            throw .missingTensor(name, file: files.map(\.path).joined(separator: ", "), expected: expected)
        }
        return source
    }
}

extension CheckpointTensors.Source {
    /// The stored tensors that make it up.
    var parts: [StoredTensor] {
        switch self {
        case .whole(let tensor), .panels(_, let tensor): [tensor]
        case .awq(let weights, let zeros, let scales): [weights, zeros, scales]
        case .joined(let parts), .interleaved(let parts, _): parts
        }
    }

    /// The shape as the model knows it.
    var shape: [Int] {
        switch self {
        case .whole(let tensor): tensor.shape
        case .panels(let panels, _): [panels.rows, panels.columns]
        case .awq(let weights, _, let scales): [scales.shape.last ?? 0, weights.shape.first ?? 0]
        case .joined(let parts):
            [parts.reduce(0) { $0 + ($1.shape.first ?? 0) }] + (parts.first?.shape.dropFirst() ?? [])
        case .interleaved(let parts, _):
            [parts.first?.shape.first ?? 0, parts.reduce(0) { $0 + $1.shape.dropFirst().reduce(1, *) }]
        }
    }

    var parameterCount: Int { shape.reduce(1, *) }

    func weights() throws(TensorsError) -> any LinearWeights {
        switch self {
        case .whole(let tensor):
            return try Self.weights(of: tensor)
        case .panels(let panels, _):
            return QuantisedWeights(panels)
        case .awq(let weights, let zeros, let scales):
            let rows = try AWQRows(weights: weights, zeros: zeros, scales: scales)
            return QuantisedWeights(rows) ?? DecodedWeights(rows)
        case .joined(let parts):
            var weights: [any LinearWeights] = []
            for part in parts { weights.append(try Self.weights(of: part)) }
            return JoinedWeights(weights)
        case .interleaved(let parts, let stretch):
            return DecodedWeights(InterleavedRows(try rows(of: parts), stretch: stretch))
        }
    }

    func floats() throws(TensorsError) -> [Float] {
        switch self {
        case .whole(let tensor): return try tensor.floats()
        case .joined(let parts):
            var floats: [Float] = []
            for part in parts { floats += try part.floats() }
            return floats
        case .panels, .awq, .interleaved:
            let tensor = parts[0]
            throw .unsuitable(
                tensor: tensor.name, file: tensor.bytes.file.path, shape: tensor.shape, format: tensor.format,
                needed: "a plain tensor")
        }
    }

    func wrongShape(_ name: String, expected: [Int]) -> CheckpointError {
        .wrongShape(tensor: name, file: parts[0].bytes.file.path, expected: expected, found: shape)
    }

    private static func weights(of tensor: StoredTensor) throws(TensorsError) -> any LinearWeights {
        switch tensor.format {
        case .float32, .float16, .bfloat16: try PlainWeights(tensor)
        case .q4_0, .q5_0, .q5_1, .q8_0, .q4_K, .q5_K, .q6_K: try QuantisedWeights(tensor)
        case .int8, .uint8, .int16, .int32, .int64: DecodedWeights(try StoredRows(tensor))
        }
    }

    private func rows(of parts: [StoredTensor]) throws(TensorsError) -> [any RowDecoder] {
        var rows: [any RowDecoder] = []
        for part in parts { rows.append(try StoredRows(part)) }
        return rows
    }
}
