import EventLog
import JSONText

/// The states of many streams while they are folded together, those of one fold side by side.
struct SweptGroups {
    private let rehydrator: Rehydrator
    private var groups: [any AnySweptStates] = []
    private var numbers: [Key: Int] = [:]
    /// By slot: its group, or −1 where its stream needs more care.
    private var groupOf: [Int]

    private struct Key: Hashable {
        let model: Int
        let fold: String
    }

    /// - Parameter count: slots.
    init(_ rehydrator: Rehydrator, count: Int) {
        self.rehydrator = rehydrator
        groupOf = [Int](repeating: -1, count: count)
    }

    /// Gives a slot the state before a stream's first event. Where there is none, the slot stays without.
    mutating func begin(_ slot: Int, _ stream: ExactString) throws {
        let (model, fold) = try rehydrator.numberedFold(for: stream)
        let key = Key(model: model, fold: fold.name)
        let number: Int
        if let known = numbers[key] {
            number = known
        } else {
            number = groups.count
            numbers[key] = number
            groups.append(Self.group(fold, slots: groupOf.count))
        }
        if try groups[number].begin(slot, stream) { groupOf[slot] = number }
    }

    private static func group(_ fold: some Fold, slots: Int) -> any AnySweptStates { SweptStates(fold, slots: slots) }

    /// - Parameter starts: where each slot's events begin among those that are held.
    mutating func fold(_ starts: UnsafeBufferPointer<Int>, by feed: EventFeed) throws {
        for slot in groupOf.indices where starts[slot] < starts[slot + 1] && groupOf[slot] >= 0 {
            feed.beginHeld(starts[slot]..<starts[slot + 1])
            if try !groups[groupOf[slot]].apply(feed, to: slot) { groupOf[slot] = -1 }
        }
    }

    func isSound(_ slot: Int) -> Bool { groupOf[slot] >= 0 }

    /// Nil where the state cannot be kept.
    func frozen(_ slot: Int) throws -> FrozenState? {
        guard groupOf[slot] >= 0 else { return nil }
        return try groups[groupOf[slot]].frozen(slot)
    }
}

private protocol AnySweptStates: AnyObject {
    /// False where the fold gives no initial state.
    func begin(_ slot: Int, _ stream: ExactString) throws -> Bool
    /// False where an event was refused.
    func apply(_ feed: EventFeed, to slot: Int) throws -> Bool
    func frozen(_ slot: Int) throws -> FrozenState?
}

private final class SweptStates<F: Fold>: AnySweptStates {
    private let fold: F
    // One thread's, one loop's.
    @exclusivity(unchecked) private var states: [F.State?]

    init(_ fold: F, slots: Int) {
        self.fold = fold
        states = [F.State?](repeating: nil, count: slots)
    }

    func begin(_ slot: Int, _ stream: ExactString) throws -> Bool {
        do { states[slot] = try fold.initialState(of: stream) } catch let error as CancellationError { throw error } catch { return false }
        return true
    }

    func apply(_ feed: EventFeed, to slot: Int) throws -> Bool {
        do {
            try fold.apply(feed, to: &states[slot]!)
            return true
        } catch let error as CancellationError {
            throw error
        } catch let error as SourceError {
            throw error
        } catch {
            states[slot] = nil
            return false
        }
    }

    func frozen(_ slot: Int) throws -> FrozenState? {
        guard let state = states[slot] else { return nil }
        do { return try fold.freeze(state) } catch let error as CancellationError { throw error } catch { return nil }
    }
}
