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

    private static func group<F: Fold>(_ fold: F, slots: Int) -> any AnySweptStates { SweptStates<F, F.State>(fold, slots: slots) }

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

/// The state's type stands beside the fold's: it is then at hand, and need not be asked of the runtime for every batch of events.
private final class SweptStates<F: Fold<State>, State>: AnySweptStates {
    private let fold: F
    private let states: UnsafeMutablePointer<State>
    private let isThere: UnsafeMutableBufferPointer<Bool>

    init(_ fold: F, slots: Int) {
        self.fold = fold
        states = .allocate(capacity: max(1, slots))
        isThere = .allocate(capacity: slots)
        isThere.initialize(repeating: false)
    }

    deinit {
        for slot in isThere.indices { drop(slot) }
        states.deallocate()
        isThere.deallocate()
    }

    private func drop(_ slot: Int) {
        if isThere[slot] { (states + slot).deinitialize(count: 1) }
        isThere[slot] = false
    }

    func begin(_ slot: Int, _ stream: ExactString) throws -> Bool {
        do {
            let state = try fold.initialState(of: stream)
            drop(slot)
            (states + slot).initialize(to: state)
            isThere[slot] = true
            return true
        } catch let error as CancellationError { throw error } catch { return false }
    }

    func apply(_ feed: EventFeed, to slot: Int) throws -> Bool {
        do {
            try fold.apply(feed, to: &states[slot])
            return true
        } catch let error as CancellationError {
            throw error
        } catch let error as SourceError {
            throw error
        } catch {
            drop(slot)
            return false
        }
    }

    func frozen(_ slot: Int) throws -> FrozenState? {
        guard isThere[slot] else { return nil }
        do { return try fold.freeze(states[slot]) } catch let error as CancellationError { throw error } catch { return nil }
    }
}
