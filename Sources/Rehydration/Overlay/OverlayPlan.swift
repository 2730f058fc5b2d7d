package import EventLog
import JSONText

/// An overlay carried out on a stream: what stands where, without the events themselves.
package struct OverlayPlan: Sendable {
    package typealias Target = HistoryOverlay.Target

    /// One line of the altered timeline.
    package struct Entry: Hashable, Sendable {
        package let target: Target
        /// The recorded event whose place it has, by number; the number of events for one behind the last.
        package fileprivate(set) var slot: Int
        package fileprivate(set) var isSkipped = false
        package fileprivate(set) var isEdited = false
        package fileprivate(set) var isMoved = false

        package var mark: Mark {
            if isSkipped { return .skipped }
            if case .inserted = target { return .inserted }
            return isMoved ? .moved : isEdited ? .edited : .actual
        }

        /// Whether it stands among the recorded events that are where they were, as one more.
        package var isExtra: Bool { unmovedNumber == nil }

        /// Of a recorded event that is where it was.
        package var unmovedNumber: Int? {
            guard case .recorded(let number) = target, !isMoved else { return nil }
            return number
        }
    }

    package enum Mark: String, Hashable, Sendable { case actual, skipped, edited, inserted, moved }

    /// In their order, skipped ones among them.
    package private(set) var entries: [Entry]
    /// By number of insertion.
    package private(set) var inserted: [EventToAppend] = []
    private(set) var settings: [Target: [(path: JSONPath, value: JSONValue)]] = [:]
    /// The entries that are not skipped, by their numbers: what is folded.
    package private(set) var folded: [Int32] = []
    /// How many events come before the first that is not as it was recorded.
    private(set) var unchangedCount = 0
    let count: Int

    /// - Complexity: O(events × edits).
    init(_ overlay: HistoryOverlay, events count: Int) throws(OverlayError) {
        self.count = count
        entries = (0..<count).map { Entry(target: .recorded($0), slot: $0) }
        for edit in overlay.edits { try carryOut(edit) }
        settleMoves()
        folded = entries.indices.lazy.filter { [entries] in !entries[$0].isSkipped }.map { Int32($0) }
        unchangedCount = folded.indices.first { !isUnchanged($0) } ?? folded.count
    }

    private mutating func carryOut(_ edit: HistoryOverlay.Edit) throws(OverlayError) {
        switch edit {
        case .skip(let target): entries[try index(of: target)].isSkipped = true
        case .restore(let target): entries[try index(of: target)].isSkipped = false
        case .set(let target, let path, let value):
            entries[try index(of: target)].isEdited = true
            settings[target, default: []].append((path, value))
        case .insert(let events, let place):
            let start = try index(of: place)
            let slot = start == entries.count ? count : entries[start].slot
            entries.insert(contentsOf: events.indices.map { Entry(target: .inserted(inserted.count + $0), slot: slot) }, at: start)
            inserted += events
        case .move(let target, let other):
            let from = try index(of: target)
            let to = try index(of: .recorded(other))
            guard from != to else { throw OverlayError("the event is there already") }
            var entry = entries[from]
            entry.slot = entries[to].slot
            entry.isMoved = true
            // What lay between closes up: from then on it has the other's place, and the other the place beside it.
            entries.remove(at: from)
            entries.insert(entry, at: to)
        case .shift(let target, let steps):
            let from = try index(of: target)
            guard steps != 0 else { throw OverlayError("the event is there already") }
            let to = try index(steps, from: from)
            var entry = entries.remove(at: from)
            // As for a move: the place of the one that it comes to.
            entry.slot = entries[steps > 0 ? to - 1 : to].slot
            if case .recorded = target { entry.isMoved = true }
            entries.insert(entry, at: to)
        }
    }

    private func index(of place: HistoryOverlay.Place) throws(OverlayError) -> Int {
        switch place {
        case .before(let slot):
            guard (0...count).contains(slot) else { throw OverlayError("there is no such place in the stream") }
            return slot == count ? entries.count : try index(of: .recorded(slot))
        case .behind(let target?): return try index(of: target) + 1
        case .behind(nil): return 0
        }
    }

    /// Where an entry comes to that goes past so many others; those that were inserted and taken out again are not there.
    private func index(_ steps: Int, from start: Int) throws(OverlayError) -> Int {
        var index = start
        for _ in 0..<abs(steps) {
            repeat {
                index += steps.signum()
                guard entries.indices.contains(index) else {
                    throw OverlayError(
                        steps < 0 ? "nothing can come before the beginning of a stream" : "this is the end of the stream; there is no event to go past")
                }
            } while entries[index].isExtra && entries[index].isSkipped
        }
        return index
    }

    /// What was moved to and fro and stands where it stood is not moved.
    private mutating func settleMoves() {
        for index in entries.indices where entries[index].isMoved {
            guard case .recorded(let number) = entries[index].target else { continue }
            let before = entries[..<index].lazy.compactMap(\.unmovedNumber).last ?? -1
            let behind = entries[(index + 1)...].lazy.compactMap(\.unmovedNumber).first ?? count
            guard before < number, number < behind else { continue }
            entries[index].isMoved = false
            entries[index].slot = number
            var other = index - 1
            while other >= 0, entries[other].slot > number {
                entries[other].slot = number
                other -= 1
            }
        }
    }

    private func index(of target: Target) throws(OverlayError) -> Int {
        guard let index = entries.firstIndex(where: { $0.target == target }) else { throw OverlayError("there is no such event") }
        return index
    }

    /// Whether the event that is folded as that number is the recorded one of the same number, as it was.
    func isUnchanged(_ number: Int) -> Bool {
        let entry = entries[Int(folded[number])]
        return entry.target == .recorded(number) && !entry.isEdited
    }

    /// How many events are folded up to the entry of a number; −1: none. O(log events).
    package func foldedCount(throughEntry index: Int) -> Int {
        var low = 0
        var high = folded.count
        while low < high {
            let middle = (low + high) / 2
            if Int(folded[middle]) <= index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The last entry that stands where recorded events up to a number stood; −1 where none does. O(events).
    package func entry(through recorded: Int) -> Int {
        if recorded >= count - 1 { return entries.count - 1 }
        return (entries.firstIndex { $0.slot > recorded } ?? entries.count) - 1
    }
}
