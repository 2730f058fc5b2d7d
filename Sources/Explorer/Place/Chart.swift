import EventLog
import JSONText
import Rehydration

/// The number that is drawn under the timeline.
struct Chart: Equatable, Sendable {
    /// As somebody chose it; nil: the first number in the state.
    var chosen: JSONPath?
    var series: Series?
    /// Of which stream, how many events, and which path the series is, or is being worked out.
    var asked: Asked?

    struct Asked: Equatable, Sendable {
        let stream: ExactString
        let events: Int
        let path: JSONPath
        let overlay: HistoryOverlay?
    }

    static let samples = 400
}

extension HistoryPlace {
    /// Asks for the series that belongs to the stream, unless it is there or on its way.
    mutating func wantChart(_ layout: Layout) -> [Command] {
        guard timeline.scope == .stream, layout.height(of: .timeline) >= 8, isCurrent, let stream, eventCount > 1,
            let path = chart.chosen ?? watches.first ?? contents?.state.state.firstNumber
        else { return [] }
        let asked = Chart.Asked(stream: stream.name, events: eventCount, path: path, overlay: overlay)
        guard chart.asked != asked else { return [] }
        // Another number of the same stream replaces the one drawn; another stream's is no longer true.
        if chart.asked?.stream != asked.stream { chart.series = nil }
        chart.asked = asked
        return start(.series, "charting", .series(stream: stream.name, path: path, samples: Chart.samples, overlay: overlay))
    }
}

extension JSONValue {
    /// The path of the first number at the top of an object: what is charted unless somebody chooses.
    var firstNumber: JSONPath? {
        guard case .object(let object) = self else { return nil }
        return object.members.first { $0.value.number != nil }.map { JSONPath([.key($0.key)]) }
    }
}
