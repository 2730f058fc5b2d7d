import EventLog
import Explorer
import JSONText

/// Lists what `verify` finds.
struct ProblemsJob {
    private let history: History

    init(_ context: JobContext) { history = context.history }

    /// - Complexity: O(bytes).
    /// - Throws: `SourceError`, `CancellationError`.
    func run(_ monitor: JobMonitor) throws -> JobNews.Ending {
        let verification = try Verification(history) {
            try monitor.report($0, $1)
            return true
        }
        var rows = history.notes.map { ResultRow(mark: .doubt, spot: nil, cells: ["assumed", "", "", $0]) }
        var troubled: [ExactString: Spot] = [:]
        var told = 0
        struct Enough: Error {}
        do {
            try verification.forEach { finding in
                if monitor.isStopped() { throw CancellationError() }
                guard told + rows.count < Self.most else { throw Enough() }
                rows.append(row(finding))
                if finding.severity == .error, let stream = finding.stream, troubled[stream] == nil {
                    troubled[stream] = finding.position.flatMap { history.spot(at: $0) } ?? Spot(stream: stream, index: -1)
                }
                if rows.count == 256 {
                    monitor.tell(.results(rows))
                    told += rows.count
                    rows = []
                }
            }
        } catch is Enough {
            monitor.tell(.results(rows))
            monitor.tell(.troubled(Array(troubled.values)))
            return .cut
        }
        monitor.tell(.results(rows))
        monitor.tell(.troubled(Array(troubled.values)))
        return .whole
    }

    private static let most = 100_000

    private func row(_ finding: Finding) -> ResultRow {
        let place = finding.stream?.description ?? finding.place.text
        return ResultRow(
            mark: finding.severity == .error ? .alarm : .doubt, spot: finding.position.flatMap { history.spot(at: $0) },
            cells: [finding.kind, place, finding.version.map { String($0) } ?? "", finding.message])
    }
}
