import EventLog
import JSONText
import Rehydration

/// The number that is drawn under the timeline.
struct Chart: Equatable, Sendable {
    /// As somebody chose it; nil: the first number in the state.
    var chosen: JSONPath?
    /// Whether somebody asked for it by name and has not been answered.
    var isAsked = false
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

extension HistoryPlace {
    /// What there is nothing to draw of is let go, with a word to who asked for it.
    mutating func receive(_ series: Series, _ explorer: inout ExplorerState) {
        let isAsked = chart.isAsked && series.path == chart.chosen
        chart.isAsked = false
        if isAsked, series.samples.allSatisfy({ $0.value == nil }) {
            chart.chosen = nil
            return explorer.complain("\(series.path) is no number after any event of this stream; :chart draws numbers")
        }
        if isAsked, !series.varies { explorer.say("\(series.path) is the same after all events of this stream: there is nothing to draw") }
        chart.series = series
    }
}

extension JSONValue {
    /// The path of the first number at the top of an object: what is charted unless somebody chooses.
    var firstNumber: JSONPath? {
        guard case .object(let object) = self else { return nil }
        return object.members.first { $0.value.number != nil }.map { JSONPath([.key($0.key)]) }
    }
}
