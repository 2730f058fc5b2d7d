package import EventLog
package import JSONText

extension Rehydrator {
    /// The upcasters that an event of a type and schema goes through, in their order. An upcaster that gives several events
    /// is followed where it leads by its declaration.
    package func upcasters(from type: ExactString, schema: Int?) -> [UpcasterStep] { upcasters.steps(from: type, schema: schema) }

    /// Whether the model of the event's stream knows what to do with it, as today's schema sees it: has a handler, or declares
    /// it as meaningless. A handler or upcaster that fails is there.
    /// - Throws: `HandlerError` where the model cannot say whose stream it is; `CancellationError` if stopped.
    package func knows(_ event: Event) throws -> Bool {
        for model in models {
            if let fold = try model.fold(for: event.stream) { return try knows(event, fold) }
        }
        return false
    }

    private func knows(_ event: Event, _ fold: some Fold) throws -> Bool {
        do {
            var isKnown = true
            for event in try upcast(event).final {
                var state = try fold.initialState(of: event.stream)
                if try fold.apply(event, to: &state) == .unhandled { isKnown = false }
            }
            return isKnown
        } catch is HandlerError {
            return true
        }
    }
}
