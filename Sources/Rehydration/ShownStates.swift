import JSONText

/// What the states of the last places look like: a step shows one that is known and one that is new.
struct ShownStates {
    struct Shown {
        /// Nil where JSON cannot say it (a NaN, a function, a circle), or there is no state.
        let json: WrittenJSON?
        let problem: HandlerError?

        var value: JSONValue { json?.value ?? .null }

        func changes(since before: Shown) -> [JSONChange] {
            JSONValue.changes(from: before.value, to: value, areSorted: json?.isSorted == true && before.json?.isSorted == true)
        }
    }

    private var kept: [(index: Int, shown: Shown)] = []

    private static let most = 3

    subscript(index: Int) -> Shown? { kept.last { $0.index == index }?.shown }

    /// A state near the next one, most likely.
    var latest: WrittenJSON? { kept.last?.shown.json }

    mutating func keep(_ shown: Shown, at index: Int) {
        if kept.count == Self.most { kept.removeFirst() }
        kept.append((index, shown))
    }
}
