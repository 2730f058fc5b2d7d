package import JSONText

/// Which events the timeline lists, and how.
package struct Timeline: Equatable, Sendable {
    /// What its rows are numbers of.
    package enum Scope: String, Equatable, Sendable {
        /// Of one stream, in order of version.
        case stream
        /// Of the whole log, in its order.
        case log
    }

    /// What the time column tells.
    package enum TimeColumn: String, CaseIterable, Equatable, Sendable {
        case local, utc, previous, mark
    }

    package enum Column: String, CaseIterable, Equatable, Sendable {
        case stream, version, time, since, type, data, signs
    }

    package var scope = Scope.stream
    package var filter = TimelineFilter()
    /// The numbers that the filter shows; nil: all.
    package var shown: RowList?
    /// Whether the cursor goes to the nearest event that is shown, once that is known.
    var seeksShown = false
    /// A filter whose expression may mean nothing: it is the filter once it is known to mean something.
    var wanted: TimelineFilter?
    /// Whether what it shall take the place of was being looked for still.
    var isCutShort = false
    /// How many events the filter has been asked about.
    var scanned = 0
    /// Whether it was stopped before it had been asked about all.
    package internal(set) var isPartial = false
    /// The first row on the screen.
    package var top: Int {
        get { list.top }
        set { list = ListPosition(top: newValue) }
    }
    /// The lines in sight, and the cursor's as it was when they were looked at last.
    var list = ListPosition()
    package var time = TimeColumn.local
    package var columns = Set(Column.allCases)
    package var search: TimelineSearch?
}

/// Which events of a timeline are shown. All that is set must hold.
package struct TimelineFilter: Hashable, Sendable {
    package var types: Set<ExactString> = []
    package var hiddenTypes: Set<ExactString> = []
    /// Occurs in the type's name or anywhere in the record.
    package var text: String?
    /// A Lua expression over the event as it was recorded.
    package var condition: String?
    package var correlation: ExactString?

    package init() {}

    package init(text: String) { self.text = text }

    package var isEmpty: Bool { self == TimelineFilter() }

    /// As the timeline's first line says it.
    var description: String {
        var parts: [String] = []
        if !types.isEmpty { parts.append("type \(Self.list(types))") }
        if !hiddenTypes.isEmpty { parts.append("not type \(Self.list(hiddenTypes))") }
        if let condition { parts.append("where \(condition)") }
        if let correlation { parts.append("correlation \(correlation)") }
        if let text { parts.append("text \(text)") }
        return parts.joined(separator: ", ")
    }

    private static func list(_ names: Set<ExactString>) -> String { names.sorted().map(\.description).joined(separator: " ") }
}

/// What `/` looks for in the timeline, and where it was found so far.
package struct TimelineSearch: Equatable, Sendable {
    package let text: String
    package var hits = RowList()
    /// The search goes to a hit as soon as it is found: onwards (1) or back (−1).
    var awaited: Int?
    var isOver = false
}

/// How a text is looked for: capitals in it make case count, as in less and vim.
package struct SmartText: Hashable, Sendable {
    package let text: String
    package let ignoresCase: Bool

    package init(_ text: String) {
        self.text = text
        ignoresCase = !text.unicodeScalars.contains { $0.properties.isUppercase }
    }

    package func occurs(in other: String) -> Bool {
        text.isEmpty || (ignoresCase ? other.lowercased() : other).utf8Contains(ignoresCase ? text.lowercased() : text)
    }
}

extension String {
    /// Byte for byte: no text is equal to another spelling of it.
    func utf8Contains(_ wanted: String) -> Bool {
        let here = Array(utf8)
        let wanted = Array(wanted.utf8)
        guard let first = wanted.first else { return true }
        guard here.count >= wanted.count else { return false }
        return (0...(here.count - wanted.count)).contains { here[$0] == first && here[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
