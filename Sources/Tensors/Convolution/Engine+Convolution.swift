import CKernels

extension Engine {
    /// Applies a convolution as a matrix product of im2col rows and the weights, band by band of output positions.
    ///
    /// - Parameters:
    ///   - x: as many channels as the convolution has inputs.
    ///   - shortcut: added before the ReLU; of the output's shape.
    package func convolve(_ x: FeatureMap, _ convolution: Convolution, adding shortcut: FeatureMap? = nil) -> FeatureMap
    {
        precondition(x.channels == convolution.inputs, "\(x.channels) channels for \(convolution.inputs) inputs")
        let stride = convolution.stride
        let y = FeatureMap(
            height: (x.height + stride - 1) / stride, width: (x.width + stride - 1) / stride,
            channels: convolution.outputs)
        precondition(
            shortcut.map { $0.height == y.height && $0.width == y.width && $0.channels == y.channels } ?? true,
            "the shortcut has another shape")
        guard y.features.rows > 0 else { return y }
        let rows = ReceptiveFields(x, convolution, outputWidth: y.width)
        let (ys, shortcuts, places) = (Shared(y.features), shortcut.map { Shared($0.features) }, y.features.rows)
        let (depth, outputs) = (convolution.depth, convolution.outputs)
        let height = max(32, min(Self.bandElements / depth, (places + Self.fewestBands - 1) / Self.fewestBands))
        run(chunks: (places + height - 1) / height) { [library] chunk, scratch in
            let band = chunk * height..<min(places, (chunk + 1) * height)
            let patches = scratch.floats(band.count * depth)
            rows.write(band, into: patches)
            convolution.bias.withUnsafeBufferPointer { bias in
                guard let bias = bias.baseAddress else { return }
                for place in band { ys.row(place).update(from: bias, count: outputs) }
            }
            convolution.weight.withUnsafeBufferPointer { weight in
                guard let weight = weight.baseAddress else { return }
                library.multiply(
                    rows: band.count, columns: outputs, depth: depth, patches, stride: depth, weight, stride: depth,
                    bTransposed: true, into: ys.row(band.lowerBound), stride: ys.stride, adding: true)
            }
            let count = band.count * outputs
            if let shortcuts { ck_add(ys.row(band.lowerBound), shortcuts.row(band.lowerBound), count) }
            if convolution.hasReLU { ck_rectify(ys.row(band.lowerBound), count) }
        }
        return y
    }

    /// Adds `x`, enlarged twofold with nearest neighbours, to `y`.
    ///
    /// - Parameter y: twice as high and wide as x, with as many channels; changed in place.
    package func addEnlarged(_ x: FeatureMap, to y: FeatureMap) {
        precondition(
            y.height == 2 * x.height && y.width == 2 * x.width && y.channels == x.channels, "shapes differ")
        let (xs, ys, width, channels) = (Shared(x.features), Shared(y.features), x.width, x.channels)
        run(rowsOf: y.features) { place in
            let (row, column) = (place / (2 * width), place % (2 * width))
            ck_add(ys.row(place), xs.row(row / 2 * width + column / 2), channels)
        }
    }

    /// Elements of im2col rows per band: about a core's own cache.
    private static let bandElements = 1 << 18
    /// So many bands at least, where each has 32 positions: for any usual number of threads, on which results do not depend.
    private static let fewestBands = 16
}

/// im2col: the receptive fields of positions as rows, `[positions, kernel height · kernel width · channels]`.
private struct ReceptiveFields: Sendable {
    private let source: Shared
    private let (height, width, channels): (Int, Int, Int)
    private let (kernelHeight, kernelWidth, stride): (Int, Int, Int)
    private let outputWidth: Int

    init(_ x: FeatureMap, _ convolution: Convolution, outputWidth: Int) {
        precondition(x.features.stride == x.channels, "the channels are a slice")
        source = Shared(x.features)
        (height, width, channels) = (x.height, x.width, x.channels)
        (kernelHeight, kernelWidth, stride) = (convolution.kernel.height, convolution.kernel.width, convolution.stride)
        self.outputWidth = outputWidth
    }

    func write(_ places: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        let length = kernelWidth * channels
        var target = target
        for place in places {
            let left = place % outputWidth * stride - kernelWidth / 2
            let top = place / outputWidth * stride - kernelHeight / 2
            let columns = max(0, left)..<max(0, min(width, left + kernelWidth))
            for row in top..<top + kernelHeight {
                if row < 0 || row >= height || columns.isEmpty {
                    target.update(repeating: 0, count: length)
                } else {
                    let before = (columns.lowerBound - left) * channels
                    let inside = columns.count * channels
                    target.update(repeating: 0, count: before)
                    (target + before).update(from: source.row(row * width + columns.lowerBound), count: inside)
                    (target + before + inside).update(repeating: 0, count: length - before - inside)
                }
                target += length
            }
        }
    }
}
