import EventLog
import Explorer
import JSONText
import Rehydration

/// Lists what `check` finds, kind by kind.
struct CheckJob {
    private let context: JobContext
    private var history: History { context.history }

    private static let most = 100_000

    init(_ context: JobContext) { self.context = context }

    /// - Complexity: one pass over the log, on all cores.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`, `CancellationError`.
    func run(_ monitor: JobMonitor) throws -> JobNews.Ending {
        let asking = Asking(jobs: context.jobs, isStopped: monitor.isStopped) { monitor.progress($0.events, $0.total) }
        var kinds = KindCounts()
        var told = 0
        let answer = try CheckQuestion().ask(history, context.models, StreamExtent(of: history), asking, inOrder: { findings in
            for finding in findings { kinds.add(finding.kind) }
            let shown = findings.prefix(Self.most - told)
            told += shown.count
            if !shown.isEmpty { monitor.tell(.results(shown.map(row))) }
            monitor.tell(.troubled(findings.filter(\.isError).compactMap(spot)))
        })
        monitor.tell(.titled("\(answer.stoppedAt?.reach ?? counted(answer.streams, "stream")) checked: \(kinds.text)"))
        if answer.isPartial { throw CancellationError() }
        return answer.findings.count > told ? .cut : .whole
    }

    private func spot(_ finding: CheckFinding) -> Spot? {
        finding.version < 0 ? Spot(stream: finding.stream, index: -1) : history.spot(at: finding.position)
    }

    private func row(_ finding: CheckFinding) -> ResultRow {
        ResultRow(
            mark: finding.isError ? .alarm : .doubt, spot: spot(finding),
            cells: [finding.name, finding.stream.description, String(finding.version), finding.time?.instant.text() ?? "", finding.message],
            group: finding.kind)
    }
}

/// How many findings there are of each kind, in the order in which the kinds were met.
struct KindCounts {
    private var kinds: [(kind: String, count: Int)] = []

    mutating func add(_ kind: String) {
        if let index = kinds.firstIndex(where: { $0.kind == kind }) { kinds[index].count += 1 } else { kinds.append((kind, 1)) }
    }

    var text: String { kinds.isEmpty ? "nothing found" : kinds.map { "\($0.count) \($0.kind)" }.joined(separator: ", ") }
}
