package import EventLog
package import JSONText

/// Which streams are listed, and in which order.
package struct StreamArrangement: Hashable, Sendable {
    package enum Order: String, CaseIterable, Hashable, Sendable {
        /// By bytes.
        case name
        /// Most first.
        case events
        /// Earliest first event first.
        case first
        /// Latest last event first.
        case last
    }

    package var order = Order.name
    package var isReversed = false
    /// A pattern where it holds `*`, `?` or `[`, else a text that occurs in the name.
    package var match: String?
    /// Categories of which one line stands for all streams.
    package var folded: Set<ExactString> = []
    /// All but these are folded.
    package var unfolded: Set<ExactString>?

    package init() {}

    /// True where the list is that of the history.
    package var isPlain: Bool { self == StreamArrangement() }

    func isFolded(_ category: ExactString) -> Bool { unfolded.map { !$0.contains(category) } ?? folded.contains(category) }
}

/// The lines of the list of streams, as an arrangement makes them.
package struct StreamRows: Equatable, Sendable {
    package struct Category: Equatable, Sendable {
        package let name: ExactString
        package var streams: Int
        package var events: Int
        /// The first of its streams, in the order of names.
        package let first: Int
    }

    /// A stream by its place in the order of names, or a folded category: −1 for the first of `categories`, −2 for the next.
    package private(set) var lines: [Int32] = []
    package private(set) var categories: [Category] = []
    /// Streams that are listed, folded ones too.
    package private(set) var matching = 0

    /// - Parameter isStopped: asked now and then.
    /// - Complexity: O(n log n) streams.
    package init(_ arrangement: StreamArrangement, of history: History, isStopped: () -> Bool = { false }) {
        let order = Self.sorted(arrangement, history)
        let rule = arrangement.match.map(NameRule.init)
        let folds = arrangement.unfolded != nil || !arrangement.folded.isEmpty
        var known: [ExactString: Int] = [:]
        for (done, place) in order.enumerated() {
            if done.isMultiple(of: 4096), isStopped() { return }
            guard rule != nil || folds else {
                lines.append(place)
                matching += 1
                continue
            }
            let stream = history.stream(at: Int(place))
            if let rule, !rule.admits(stream.name) { continue }
            matching += 1
            let category = folds ? stream.category : ""
            guard folds, arrangement.isFolded(category) else {
                lines.append(place)
                continue
            }
            if let index = known[category] {
                categories[index].streams += 1
                categories[index].events += stream.positions.count
            } else {
                known[category] = categories.count
                lines.append(Int32(-1 - categories.count))
                categories.append(Category(name: category, streams: 1, events: stream.positions.count, first: Int(place)))
            }
        }
    }

    private static func sorted(_ arrangement: StreamArrangement, _ history: History) -> [Int32] {
        let places = Array(0..<Int32(history.streamCount))
        var keyed: [(key: Int64, place: Int32)]
        switch arrangement.order {
        case .name: return arrangement.isReversed ? places.reversed() : places
        case .events: keyed = places.map { (-Int64(history.stream(at: Int($0)).positions.count), $0) }
        case .first: keyed = places.map { (time(history, history.stream(at: Int($0)).positions.first) ?? .max, $0) }
        case .last: keyed = places.map { (time(history, history.stream(at: Int($0)).positions.last).map { -$0 } ?? .max, $0) }
        }
        // Equals stand by name.
        keyed.sort { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        return arrangement.isReversed ? keyed.reversed().map(\.place) : keyed.map(\.place)
    }

    private static func time(_ history: History, _ position: Int?) -> Int64? {
        position.flatMap { history.time(at: $0) }.map { max($0.microseconds, -.max) }
    }
}

/// What `&` and `/` in the list of streams mean: a pattern where it holds `*`, `?` or `[`, else a text that occurs in the name.
package struct NameRule: Hashable, Sendable {
    private let glob: Glob?
    private let text: SmartText

    package init(_ text: String) {
        glob = text.contains(where: { "*?[".contains($0) }) ? Glob(text) : nil
        self.text = SmartText(text)
    }

    package func admits(_ name: ExactString) -> Bool { glob?.matches(name.bytes) ?? text.occurs(in: name.description) }
}
