extension ProgramReader {
    /// What is announced on the bus that a reader follows.
    static let events = [
        "object:state-changed", "object:children-changed", "object:property-change", "object:bounds-changed",
        "object:text-changed", "object:visible-data-changed", "object:model-changed", "object:row-inserted",
        "object:row-deleted", "object:active-descendant-changed", "window:create", "window:destroy", "window:move",
        "window:resize", "window:minimize", "window:restore", "window:maximize",
    ]

    /// Notes what a signal of this program changes; the next look reads it.
    func apply(_ signal: BusSignal) {
        let object = AccessibleObject(owner: owner, path: signal.path)
        switch signal.interface {
        case "org.a11y.atspi.Event.Object": apply(signal, to: object)
        case "org.a11y.atspi.Event.Window":
            stale.insert(childrenOf: root)
            stale.geometry = true
        case CacheItem.interface: applyCache(signal)
        default: break
        }
    }

    private func apply(_ signal: BusSignal, to object: AccessibleObject) {
        let detail = signal.arguments.first?.text ?? ""
        switch signal.member {
        case "StateChanged":
            change(detail, to: signal.arguments.dropFirst().first?.integer == 1, of: object)
        case "ChildrenChanged":
            if entries[object]?.isManaged == true {
                stale.managed = true
            } else if let entry = entries[object] {
                if entry.states.contains(.managesDescendants) { entries[object]?.childCount = nil }
                stale.insert(childrenOf: object)
            }
            stale.geometry = true
        case "PropertyChange": change(detail, to: signal.arguments.dropFirst(3).first, of: object)
        case "BoundsChanged": stale.geometry = true
        case "TextChanged": touch(object)
        default:
            stale.geometry = true
            touch(object)
        }
    }

    private func change(_ state: String, to isOn: Bool, of object: AccessibleObject) {
        guard entries[object] != nil, let state = AccessibleStates(event: state) else { return }
        if isOn {
            entries[object]?.states.formUnion(state)
        } else {
            entries[object]?.states.subtract(state)
        }
        switch state {
        case .defunct where entries[object]?.isCell == false: forget(object)
        case .showing, .visible, .iconified, .expanded, .collapsed: stale.geometry = true
        default: break
        }
        stale.isSeen = true
    }

    private func change(_ property: String, to value: BusValue?, of object: AccessibleObject) {
        let text = value?.text?.bounded(to: AccessibilityLimits.name)
        switch property {
        case "accessible-name" where text != nil:
            entries[object]?.name = text ?? ""
            stale.geometry = true
        case "accessible-description" where text != nil: entries[object]?.description = text ?? ""
        case "accessible-value":
            // What scrolls changes the value of a scroll bar, and moves without a word.
            stale.geometry = true
            touch(object)
        case "accessible-role": change(role: value?.integer, of: object)
        default: break
        }
        stale.isSeen = true
    }

    private func change(role number: Int?, of object: AccessibleObject) {
        guard let number, entries[object] != nil else { return }
        let role = AccessibleRole(number: number)
        entries[object]?.role = role
        if role == .passwordText { entries[object]?.text = nil }
    }

    /// Notes that text or value of an object have changed.
    private func touch(_ object: AccessibleObject) {
        if entries[object]?.hasDetails == true { stale.insert(detailsOf: object) }
        if hasManaged { stale.managed = true }
    }

    private func applyCache(_ signal: BusSignal) {
        guard let first = signal.arguments.first else { return }
        if hasNoCacheYet {
            (hasNoCacheYet, hasCache) = (false, true)
            // GTK 3 makes its cache when it is first asked, and until then says that it has none; GTK 4 only adds to it.
            if !isGTK4 { stale.everything = true }
        }
        if signal.member == "AddAccessible", let item = CacheItem(first, from: owner) {
            if let parent = item.parent, entries[parent]?.isManaged == false, entries[item.object] == nil {
                stale.insert(childrenOf: parent)
            }
        } else if signal.member == "RemoveAccessible", let object = AccessibleObject(first), object != root,
            entries[object]?.isCell == false
        {
            forget(object)
            stale.isSeen = true
        }
    }
}
