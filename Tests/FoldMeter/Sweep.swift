import EventLog
import HindcastKit
import JSONText
import Rehydration

/// Folds all streams, or each n-th, to their ends.
struct Sweep {
    private let source: OpenedSource
    private let streams: [History.Stream]

    init(_ source: OpenedSource, part: Int, of parts: Int) {
        self.source = source
        streams = source.history.streams.enumerated().filter { $0.offset % parts == part }.map { $0.element }
    }

    func measure() throws {
        let rehydrator = try source.rehydrator()
        var states: [(name: ExactString, state: FrozenState)] = []
        states.reserveCapacity(streams.count)
        let wall = wallTime()
        let processor = processorTime()
        try StreamSweep(rehydrator).fold(streams) { outcome in
            if let state = outcome.state { states.append((outcome.stream.name, state)) }
        }
        let seconds = wallTime() - wall
        let used = processorTime() - processor
        let answer = try self.answer(states, rehydrator)
        let events = streams.reduce(0) { $0 + $1.positions.count }
        print("""
            {"events":\(events),"streams":\(states.count),"seconds":\(seconds),"processor":\(used),\
            "balance":\(answer.balance),"addresses":\(answer.addresses),"peak":\(peakMemory())}
            """)
    }

    /// What the states come to, to be compared with others' folds.
    private func answer(_ states: [(name: ExactString, state: FrozenState)], _ rehydrator: Rehydrator) throws -> (balance: Int, addresses: Int) {
        let balance = try JSONPath(parsing: ".balance")
        let address = try JSONPath(parsing: ".address")
        var answer = (balance: 0, addresses: 0)
        for (name, state) in states {
            for model in rehydrator.models {
                guard let fold = try model.fold(for: name) else { continue }
                let value = try json(fold, state)
                if case .number(let balance)? = value[balance] { answer.balance += Int(balance.text) ?? 0 }
                if case .object? = value[address] { answer.addresses += 1 }
                break
            }
        }
        return answer
    }

    private func json(_ fold: some Fold, _ state: FrozenState) throws -> JSONValue { try fold.json(fold.thaw(state)) }
}
