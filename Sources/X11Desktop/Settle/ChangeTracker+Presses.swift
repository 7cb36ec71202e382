import Images
package import Interaction

extension ChangeTracker {
    /// Whether all that has changed may be how a widget shows that it is pressed: one or two areas of a button's size
    /// that were painted anew, and do not look again as they did before. Its effect is still to come.
    package func showsOnlyPress(of widget: PressedWidget) -> Bool {
        guard !relevant.isEmpty else { return false }
        let changes = relevant.sorted { $0.key < $1.key }
        let clusters = Cluster.grouping(changes.map(\.value.box))
        let mostly: Int
        switch widget {
        case .byKey: mostly = 2
        case .at(let point):
            guard clusters.allSatisfy({ $0.box.expanded(by: 4).contains(point) }) else { return false }
            mostly = 1
        }
        return clusters.count <= mostly
            && clusters.allSatisfy { cluster in
                let pixels = cluster.members.reduce(0) { $0 + changes[$1].value.count }
                return cluster.box.isButtonSized && Double(pixels) >= 0.4 * cluster.box.width * cluster.box.height
                    && cluster.members.contains { memories[changes[$0].key]?.isAtStart == false }
            }
    }
}

extension Box<ScreenSpace> {
    fileprivate var isButtonSized: Bool { (20...420).contains(width) && (14...72).contains(height) }
}
