extension ProgramReader {
    /// Brings what is known up to date.
    ///
    /// - Parameter isUnchanged: whether the screen's pixels are as they were; then a program that does not announce its
    ///   changes has none that matter.
    func refresh(isUnchanged: Bool) {
        guard !isReading else { return }
        if stale.everything { return readAll() }
        let stale = stale.take()
        if !hasCache, !isUnchanged || !stale.isEmpty { return readShownAgain() }
        for object in stale.children { readChildren(of: object) }
        for object in stale.details where entries[object] != nil { readDetails(of: object) }
        if stale.geometry { readBoxes() }
        if stale.managed || stale.geometry { readManagedAgain() }
    }

    /// Reads the whole tree anew.
    private func readAll() {
        _ = stale.take()
        entries = [root: AccessibleEntry()]
        (expanded, problems) = ([], [])
        let application = "org.a11y.atspi.Application"
        let header = [
            property("Name", of: root), property("ToolkitName", of: root, in: application),
            property("Version", of: root, in: application),
        ]
        askTogether(header) { [self] answers in
            let words = answers.map { ($0?.first?.text ?? "").bounded(to: AccessibilityLimits.word) }
            (name, toolkit, toolkitVersion) = (words[0], words[1], words[2])
            readCache()
        }
    }

    private func readCache() {
        let cache = AccessibleObject(owner: owner, path: CacheItem.path)
        ask(BusQuestion(object: cache, interface: CacheItem.interface, method: "GetItems")) { [self] answer in
            let list = (answer?.first?.list ?? []).prefix(AccessibilityLimits.nodes)
            let items = list.compactMap { CacheItem($0, from: owner) }
            if items.count < list.count { note(.malformed) }
            adopt(items)
            readChildren(of: root)
        }
    }

    private func adopt(_ items: [CacheItem]) {
        hasCache = items.count > 1
        hasNoCacheYet = !hasCache
        var children: [AccessibleObject: [(index: Int, object: AccessibleObject)]] = [:]
        for item in items where item.object != root {
            entries[item.object] = item.entry
            guard let parent = item.parent, let index = item.entry.indexInParent else { continue }
            children[parent, default: []].append((index, item.object))
        }
        for (parent, listed) in children where entries[parent]?.children == nil {
            let sorted = listed.sorted { $0.index < $1.index }
            guard entries[parent]?.childCount == sorted.count else { continue }
            entries[parent]?.children = sorted.map(\.object)
        }
    }

    /// Asks for the list of children, and reads those that are new.
    func readChildren(of object: AccessibleObject) {
        if let entry = entries[object] {
            guard !entry.isUncounted else { return count(childrenOf: object) }
            guard !entry.isManaged else {
                if isShowing(entry) { readVisibleChildren(of: object) }
                return
            }
        }
        ask(question("GetChildren", to: object)) { [self] answer in
            guard let list = answer?.first?.list else {
                if answer?.isEmpty == false { note(.malformed) }
                return
            }
            if list.count > AccessibilityLimits.children { problems.insert(.cut(.children)) }
            let children = list.prefix(AccessibilityLimits.children).compactMap(AccessibleObject.init)
                .filter { $0.owner == owner && $0 != object }
            entries[object]?.children = children
            entries[object]?.childCount = list.count
            expanded.insert(object)
            for child in children { follow(child, depth: (entries[object]?.depth ?? 0) + 1) }
        }
    }

    /// Asks how many children there are before they are listed.
    private func count(childrenOf object: AccessibleObject) {
        ask(property("ChildCount", of: object)) { [self] answer in
            guard entries[object]?.isUncounted == true else { return }
            // More than the answer can say come out as less than none.
            let count = answer?.first?.integer.map { $0 < 0 ? Int.max : $0 }
            entries[object]?.childCount = count ?? 0
            if count != 0, count != nil { readChildren(of: object) }
        }
    }

    /// Reads an object that a parent has listed, unless it is known.
    private func follow(_ object: AccessibleObject, depth: Int) {
        guard entries[object] == nil else { return expand(object, depth: depth) }
        guard depth <= AccessibilityLimits.depth else { return note(.cut(.depth)) }
        guard entries.count < AccessibilityLimits.nodes else { return note(.cut(.nodes)) }
        // Its place is taken at once, so that a second parent that lists it does not ask again.
        entries[object] = AccessibleEntry()
        expanded.remove(object)
        readBasics(of: object) { [self] in expand(object, depth: depth) }
    }

    private func note(_ problem: AccessibilityProblem) { problems.insert(problem) }

    /// Reads the details of a known object and, level by level, of what is known below; asks for what is not.
    func expand(_ object: AccessibleObject, depth: Int) {
        var level = [(object, depth)]
        while !level.isEmpty {
            var next: [(AccessibleObject, Int)] = []
            for (object, depth) in level {
                guard expanded.insert(object).inserted, let entry = entries[object] else { continue }
                entries[object]?.depth = depth
                if isShowing(entry), !entry.hasDetails { readDetails(of: object) }
                guard entry.childCount != 0 else { continue }
                guard depth < AccessibilityLimits.depth else {
                    note(.cut(.depth))
                    continue
                }
                guard !entry.isManaged else {
                    if isShowing(entry) { readVisibleChildren(of: object) }
                    continue
                }
                guard let children = entry.children else {
                    isShowing(entry) ? readChildren(of: object) : postpone(object)
                    continue
                }
                for child in children where child.owner == owner {
                    entries[child] == nil ? follow(child, depth: depth + 1) : next.append((child, depth + 1))
                }
            }
            level = next
        }
    }

    /// What an object is and how many children it has.
    private func readBasics(of object: AccessibleObject, then proceed: @escaping () -> Void) {
        let questions = [
            question("GetRole", to: object), question("GetState", to: object), question("GetInterfaces", to: object),
        ]
        askTogether(questions + properties(of: object)) { [self] answers in
            // Who does not even say what it is has gone.
            guard var entry = entries[object], let role = answers[0]?.first?.integer else {
                entries[object] = nil
                return
            }
            entry.role = AccessibleRole(number: role)
            entry.states = AccessibleStates(words: answers[1]?.first?.list) ?? []
            entry.interfaces = AccessibleEntry.Interfaces(answers[2]?.first?.list ?? [])
            take(Array(answers.dropFirst(3)), for: &entry)
            entries[object] = entry
            proceed()
        }
    }

    private func properties(of object: AccessibleObject) -> [BusQuestion] {
        guard isGTK4 else { return ["Name", "Description", "ChildCount"].map { property($0, of: object) } }
        // Others do not all answer this.
        return [
            BusQuestion(
                object: object, interface: "org.freedesktop.DBus.Properties", method: "GetAll",
                arguments: [.text(AccessibleObject.interface)])
        ]
    }

    private func take(_ answers: [[BusValue]?], for entry: inout AccessibleEntry) {
        var values = answers.map { $0?.first }
        if isGTK4 {
            let pairs = (answers.first??.first?.list ?? []).compactMap(\.list).filter { $0.count == 2 }
            let named = Dictionary(pairs.map { ($0[0].text ?? "", $0[1]) }) { first, _ in first }
            values = ["Name", "Description", "ChildCount"].map { named[$0] }
        }
        guard values.count == 3 else { return }
        entry.name = (values[0]?.text ?? "").bounded(to: AccessibilityLimits.name)
        entry.description = (values[1]?.text ?? "").bounded(to: AccessibilityLimits.name)
        entry.childCount = values[2]?.integer.map { max($0, 0) }
    }

    /// Asks everything that shows, and what lies directly in it, whether it is as it was: for programs that do not
    /// announce what changes.
    private func readShownAgain() {
        let showing = entries.filter { $0.key != root && isShowing($0.value) }
        readChildren(of: root)
        for object in Set(showing.keys).union(showing.values.flatMap { $0.children ?? [] }) {
            guard entries[object] != nil else { continue }
            askTogether([question("GetState", to: object), property("Name", of: object)]) { [self] answers in
                guard let states = AccessibleStates(words: answers[0]?.first?.list) else { return forget(object) }
                entries[object]?.states = states
                entries[object]?.name = (answers[1]?.first?.text ?? "").bounded(to: AccessibilityLimits.name)
                if let entry = entries[object], isShowing(entry) { readAgain(object, entry) }
            }
        }
    }

    private func readAgain(_ object: AccessibleObject, _ entry: AccessibleEntry) {
        readDetails(of: object)
        if entry.isManaged {
            readVisibleChildren(of: object)
        } else if entry.childCount != 0 {
            readChildren(of: object)
        } else {
            ask(property("ChildCount", of: object)) { [self] answer in
                if let count = answer?.first?.integer, count > 0 { readChildren(of: object) }
            }
        }
    }

    /// Drops an object that has gone.
    func forget(_ object: AccessibleObject) {
        entries[object] = nil
        expanded.remove(object)
    }

    /// Whether it says that it is on the screen; GTK 4 says so of nothing within a window, only that it is not hidden.
    func isShowing(_ entry: AccessibleEntry) -> Bool {
        entry.states.contains(.showing) || (isGTK4 && entry.states.contains(.visible))
    }

    /// GTK 4 calls itself `GTK`, GTK 3 `gtk`.
    var isGTK4: Bool { toolkit == "GTK" }

    func question(_ method: String, to object: AccessibleObject, _ arguments: BusArgument...) -> BusQuestion {
        BusQuestion(object: object, interface: AccessibleObject.interface, method: method, arguments: arguments)
    }

    func property(
        _ name: String, of object: AccessibleObject, in interface: String = AccessibleObject.interface
    ) -> BusQuestion {
        BusQuestion(
            object: object, interface: "org.freedesktop.DBus.Properties", method: "Get",
            arguments: [.text(interface), .text(name)])
    }
}
