/// Texts by their beginnings: the values of an `enum`, or the listed names of an object.
struct TextTrie: Sendable {
    struct Node: Sendable {
        /// By code point, in order.
        fileprivate(set) var children: [(scalar: UInt32, node: Int32)] = []
        /// The text that ends here, or -1.
        fileprivate(set) var end: Int32 = -1
        /// How many code points lead here.
        let depth: Int
        /// The texts below, one bit each; only of the first 128.
        fileprivate(set) var below: UInt128 = 0
        /// The shortest text below.
        fileprivate(set) var shortest: Int32
    }

    private(set) var nodes: [Node]
    /// The texts as code points.
    let texts: [[UInt32]]

    init(_ texts: [String]) {
        self.texts = texts.map { $0.unicodeScalars.map(\.value) }
        nodes = [Node(depth: 0, shortest: 0)]
        for (index, text) in self.texts.enumerated() { insert(text, Int32(index)) }
    }

    private mutating func insert(_ text: [UInt32], _ index: Int32) {
        var place = 0
        mark(place, index)
        for scalar in text {
            if let child = child(of: Int32(place), scalar) {
                place = Int(child)
            } else {
                let place0 = place
                place = nodes.count
                nodes.append(Node(depth: nodes[place0].depth + 1, shortest: index))
                let offset = nodes[place0].children.firstIndex { $0.scalar > scalar } ?? nodes[place0].children.count
                nodes[place0].children.insert((scalar, Int32(place)), at: offset)
            }
            mark(place, index)
        }
        nodes[place].end = index
    }

    private mutating func mark(_ place: Int, _ index: Int32) {
        if index < 128 { nodes[place].below |= 1 << UInt128(index) }
        if texts[Int(index)].count < texts[Int(nodes[place].shortest)].count { nodes[place].shortest = index }
    }

    /// The node that `scalar` leads to.
    func child(of node: Int32, _ scalar: UInt32) -> Int32? {
        let children = nodes[Int(node)].children
        let index = Self.firstIndex(in: children, from: scalar)
        return index < children.count && children[index].scalar == scalar ? children[index].node : nil
    }

    /// The first child within `range` for which `test` holds.
    func child(of node: Int32, in range: ClosedRange<UInt32>, where test: (Node) -> Bool) -> UInt32? {
        let children = nodes[Int(node)].children
        var index = Self.firstIndex(in: children, from: range.lowerBound)
        while index < children.count, children[index].scalar <= range.upperBound {
            if test(nodes[Int(children[index].node)]) { return children[index].scalar }
            index += 1
        }
        return nil
    }

    private static func firstIndex(in children: [(scalar: UInt32, node: Int32)], from scalar: UInt32) -> Int {
        var (low, high) = (0, children.count)
        while low < high {
            let middle = (low + high) / 2
            if children[middle].scalar < scalar { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
