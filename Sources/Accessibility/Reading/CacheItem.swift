/// An object in the answer of `org.a11y.atspi.Cache.GetItems`, or in the signal `AddAccessible`.
struct CacheItem {
    let object: AccessibleObject
    let parent: AccessibleObject?
    let entry: AccessibleEntry

    static let interface = "org.a11y.atspi.Cache"
    static let path = "/org/a11y/atspi/cache"

    /// Reads an item of any version of AT-SPI:
    ///
    ///     ((so)(so)(so)iiassusau)    object, application, parent, index, number of children
    ///     ((so)(so)(so)a(so)assusau) object, application, parent, children
    ///     ((so)(so)a(so)assusau)     object, parent, children
    ///
    /// and then interfaces, name, role, description and states.
    ///
    /// - Parameter owner: the program that tells it; it can speak of its own objects only.
    init?(_ value: BusValue, from owner: String) {
        guard let fields = value.list, (8...10).contains(fields.count), let object = AccessibleObject(fields[0]),
            object.owner == owner
        else { return nil }
        let tail = Array(fields.suffix(5))
        guard let interfaces = tail[0].list, let name = tail[1].text, let role = tail[2].integer,
            let description = tail[3].text, let states = AccessibleStates(words: tail[4].list)
        else { return nil }
        var entry = AccessibleEntry()
        entry.role = AccessibleRole(number: role)
        entry.name = name.bounded(to: AccessibilityLimits.name)
        entry.description = description.bounded(to: AccessibilityLimits.name)
        entry.states = states
        entry.interfaces = AccessibleEntry.Interfaces(interfaces)
        if fields.count == 10 {
            entry.indexInParent = fields[3].integer
            // -1 for what makes its children only when they are asked for.
            entry.childCount = fields[4].integer.flatMap { $0 < 0 ? nil : $0 }
        } else {
            let listed = fields[fields.count - 6].list ?? []
            let children = listed.prefix(AccessibilityLimits.children).compactMap(AccessibleObject.init)
            entry.childCount = children.count
            entry.children = children
        }
        self.object = object
        parent = AccessibleObject(fields[fields.count == 8 ? 1 : 2])
        self.entry = entry
    }
}
