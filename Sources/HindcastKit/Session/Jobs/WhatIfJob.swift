import EventLog
import Explorer
import JSONText
import Rehydration

/// What an overlay comes to at its stream's end, and the altered stream as a file.
struct WhatIfJob {
    private let history: History
    private let rehydrator: Rehydrator
    private let monitor: JobMonitor

    /// - Throws: `ModelError`, `UpcasterChainError`.
    init(_ context: JobContext, _ monitor: JobMonitor) throws {
        history = context.history
        self.monitor = monitor
        rehydrator = try context.makeRehydrator(telling: monitor)
        try monitor.report(0, 1)
    }

    /// What was altered, what differs at the end, and what does not hold any more.
    /// - Complexity: O(events).
    /// - Throws: `OverlayError`, `SourceError`, `CancellationError`.
    func list(_ overlay: HistoryOverlay) throws {
        guard let stream = history.stream(named: overlay.stream) else { return }
        let count = stream.positions.count
        let plan = try rehydrator.plan(of: overlay, on: stream)
        var rows: [ResultRow] = []
        for (number, entry) in plan.entries.enumerated() where entry.mark != .actual {
            // What was inserted and taken out again was never there.
            if case .inserted = entry.target, entry.isSkipped { continue }
            let event = try rehydrator.event(of: overlay, on: stream, entry.target)
            let place = plan.place(ofEntry: number)
            let spot = Spot(stream: stream.name, index: place.recorded, beyond: place.beyond)
            let text = String(decoding: event.data, as: UTF8.self)
            switch entry.target {
            case .recorded(let number):
                let recorded = try HistoryReader(history).event(at: stream.positions[number]).event
                rows.append(ResultRow(
                    mark: entry.isSkipped ? .removed : .changed, spot: spot,
                    cells: ["\(entry.mark.rawValue) \(recorded.version) \(recorded.type)", String(decoding: recorded.data, as: UTF8.self), entry.isSkipped ? "-" : text],
                    group: "altered events"))
            case .inserted:
                rows.append(ResultRow(mark: .added, spot: spot, cells: ["\(entry.mark.rawValue) \(event.type)", "-", text], group: "altered events"))
            }
        }
        let answer = try rehydrator.answer(WhatIf(overlay, at: count - 1), on: stream)
        rows += answer.changes.map { ResultRow($0, spot: Spot(stream: stream.name, index: count - 1), group: "differs at the end") }
        rows += answer.faults.map { fault in
            let words = switch fault.kind {
            case .invariant(let name): "\(fault.invariantWords): \(name)"
            case .foldError(let error): ErrorRenderer.sentence(for: error)
            }
            return ResultRow(
                mark: .alarm, spot: history.spot(at: fault.event.position),
                cells: ["version \(fault.event.version) \(fault.event.type)", "", words], group: "wrong in the altered history")
        }
        monitor.tell(.results(rows))
    }

    /// In our own store's shape. The path was looked at before.
    /// - Throws: also `UsageError` where the name is taken by now, `SystemError`.
    func write(_ overlay: HistoryOverlay, to path: String) throws {
        guard let stream = history.stream(named: overlay.stream) else { return }
        var count = 0
        try NewFile.write(path) { file in
            try rehydrator.forEachEvent(of: overlay, on: stream) { event in
                try file.line(JSONLine(stored: event).bytes)
                count += 1
            }
        }
        monitor.tell(.said("\(counted(count, "event")) of the altered \(stream.name) written to \(path)"))
    }
}
