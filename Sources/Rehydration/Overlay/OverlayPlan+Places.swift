package import EventLog
package import JSONText

/// A place in an altered history, told from the recorded events beside which it is shown.
package struct OverlayPlace: Hashable, Sendable {
    /// The recorded event of that number, where it was recorded; −1: before the first.
    package let recorded: Int
    /// So many of those that were inserted, or moved there, behind it.
    package let beyond: Int

    package init(recorded: Int, beyond: Int = 0) {
        self.recorded = recorded
        self.beyond = beyond
    }
}

extension OverlayPlan {
    /// What stands at a place; where nothing does (the event was moved away), the last before it; −1: before all. O(entries).
    package func entry(at place: OverlayPlace) -> Int {
        let base = entries.lastIndex { ($0.unmovedNumber ?? .max) <= place.recorded } ?? -1
        let isThere = (base < 0 ? -1 : entries[base].unmovedNumber) == place.recorded
        return extras(behind: base).prefix(isThere ? place.beyond : .max).last ?? base
    }

    /// Of an entry; of one that is neither shown nor folded, the place of the one before. O(extra entries beside it).
    package func place(ofEntry index: Int) -> OverlayPlace {
        var base = index
        while base >= 0, entries[base].isExtra { base -= 1 }
        let beyond = extras(behind: base).prefix { $0 <= index }.count
        return OverlayPlace(recorded: base < 0 ? -1 : entries[base].unmovedNumber ?? -1, beyond: beyond)
    }

    /// Entries that were inserted, or moved there, between one of the others (−1: none) and the next; not those that are skipped.
    package func extras(behind base: Int) -> [Int] {
        var extras: [Int] = []
        var index = base + 1
        while index < entries.count, entries[index].isExtra {
            if !entries[index].isSkipped { extras.append(index) }
            index += 1
        }
        return extras
    }

    /// How many events are folded up to a place. O(entries).
    package func foldedCount(through place: OverlayPlace) -> Int { foldedCount(throughEntry: entry(at: place)) }

    /// An inserted event with what was set in it.
    /// - Throws: `OverlayError` where a setting cannot be made.
    package func insertedEvent(_ number: Int, in stream: ExactString) throws -> EventToAppend {
        guard let settings = settings[.inserted(number)] else { return inserted[number] }
        let parser = JSONParser()
        let event = try settings.reduce(Event(inserted[number], in: stream)) { try $0.setting($1.path, to: $1.value, parser) }
        var changed = inserted[number]
        (changed.type, changed.data, changed.meta) = (event.type, event.data, event.meta)
        return changed
    }

    /// The numbers of the insertions that stand behind the last recorded event, in their order; nil where anything else is altered, so
    /// that what they follow is not what was recorded.
    package var appended: [Int]? {
        var numbers: [Int] = []
        var next = 0
        for entry in entries {
            switch entry.target {
            case .inserted where entry.isSkipped: continue
            case .inserted(let number):
                guard next == count else { return nil }
                numbers.append(number)
            case .recorded(let number):
                guard entry.mark == .actual, number == next else { return nil }
                next += 1
            }
        }
        return numbers
    }
}
