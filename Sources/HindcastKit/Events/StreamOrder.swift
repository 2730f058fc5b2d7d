import ArgumentParser
import EventLog

/// How streams are listed. Equals stand by name; streams without a time stand last.
enum StreamOrder: String, ExpressibleByArgument, CaseIterable {
    case name
    /// Most events first.
    case events
    /// Earliest first event first.
    case first
    /// Latest last event first.
    case last

    /// - Parameter streams: by name.
    /// - Complexity: O(n log n) streams.
    func sorted(_ streams: [History.Stream], of history: History) -> [History.Stream] {
        // The standard sort is stable, so that names stay in order among equals.
        switch self {
        case .name: streams
        case .events: streams.sorted { $0.positions.count > $1.positions.count }
        case .first: sorted(streams, by: { history.summary(of: $0).first }, <)
        case .last: sorted(streams, by: { history.summary(of: $0).last }, >)
        }
    }

    private func sorted(
        _ streams: [History.Stream], by time: (History.Stream) -> Instant?, _ isBefore: (Instant, Instant) -> Bool
    ) -> [History.Stream] {
        streams.map { (stream: $0, time: time($0)) }
            .sorted { left, right in
                guard let first = left.time else { return false }
                guard let second = right.time else { return true }
                return isBefore(first, second)
            }
            .map(\.stream)
    }
}
