internal import CLuaHost
internal import EventLog
internal import JSONText

/// Room for the events that a fold is given at once, as the host takes them, and the handlers that they go to. One host's, one
/// thread's.
final class EventBatches {
    let events: UnsafeMutablePointer<clh_event>
    /// For each event a handler, or one of clh_handling.
    let handlers: UnsafeMutablePointer<Int32>
    /// For each event perhaps what was seen after it.
    let sights = UnsafeMutablePointer<clh_sight>.allocate(capacity: EventRun.mostInBatch)

    /// Of each aggregate, what its handlers are by the numbers that types have in a history.
    private var tables: [Int: Table] = [:]
    private var latest: Table?

    private final class Table {
        let aggregate: Int
        let history: ObjectIdentifier
        let handlers: [Int32]
        /// The types' names, as long as the history is being read.
        let names: [clh_text]

        init(_ fold: LuaFold, _ view: EventView) {
            aggregate = fold.index
            history = view.history
            names = view.typeNames.indices.map { clh_text(view.typeBytes(of: $0)) }
            handlers = names.map { clh_handler(fold.host.pointer, fold.index, $0) }
        }
    }

    init() {
        events = .allocate(capacity: EventRun.mostInBatch)
        events.initialize(repeating: clh_event(), count: EventRun.mostInBatch)
        handlers = .allocate(capacity: EventRun.mostInBatch)
        handlers.initialize(repeating: 0, count: EventRun.mostInBatch)
    }

    deinit {
        events.deallocate()
        handlers.deallocate()
        sights.deallocate()
    }

    /// - Parameter batch: of events whose records are plain.
    func take(_ batch: UnsafeBufferPointer<EventView>, for fold: LuaFold) {
        let table = table(for: fold, batch[0])
        table.handlers.withUnsafeBufferPointer { known in
            table.names.withUnsafeBufferPointer { names in
                for place in 0..<batch.count {
                    let type = batch[place].typeNumber
                    events[place].lie(batch[place], in: batch[place].record!, type: names[type])
                    handlers[place] = known[type]
                }
            }
        }
    }

    /// What a handler's number says where it is none.
    func answer(to place: Int) -> Int32 { handlers[place] > 0 ? Int32(clh_handled.rawValue) : -handlers[place] }

    private func table(for fold: LuaFold, _ view: EventView) -> Table {
        if let latest, latest.aggregate == fold.index, latest.history == view.history { return latest }
        var table = tables[fold.index]
        if table?.history != view.history {
            table = Table(fold, view)
            tables[fold.index] = table
        }
        latest = table
        return table!
    }
}
