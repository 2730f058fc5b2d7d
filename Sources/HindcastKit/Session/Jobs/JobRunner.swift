import EventLog
import Explorer
import JSONText
import LuaModels
import Rehydration

/// Does one job, on the thread that calls it.
enum JobRunner {
    /// - Returns: how it ended; an error is told as one line.
    static func run(_ work: Job.Work, _ context: JobContext, _ monitor: JobMonitor) -> JobNews.Ending {
        if monitor.isStopped() { return .stopped }
        do {
            return try perform(work, context, monitor)
        } catch is CancellationError {
            return .stopped
        } catch {
            return .failed(ErrorRenderer.sentence(for: error))
        }
    }

    private static func perform(_ work: Job.Work, _ context: JobContext, _ monitor: JobMonitor) throws -> JobNews.Ending {
        switch work {
        case .arrange(let arrangement):
            let rows = StreamRows(arrangement, of: context.history, isStopped: monitor.isStopped)
            if monitor.isStopped() { return .stopped }
            monitor.tell(.streams(rows))
        case .findStream(let rule, let start, let step, let rows): try findStream(rule, start, step, rows, context, monitor)
        case .scan(let scope, let filter, let start):
            let scan: ScanJob
            do { scan = try ScanJob(context, scope, filter, from: start) } catch let error as ExpressionError {
                return .refused(ErrorRenderer.sentence(for: error))
            }
            try scan.run(monitor)
        case .histogram(let scope, let shown, let range): try HistogramJob(context, scope, shown).run(range, monitor)
        case .statistics(let scope, let shown): try StatisticsJob(context, scope, shown).run(monitor)
        case .problems: return try ProblemsJob(context).run(monitor)
        case .run(let spot, let step, let paths, let conditions, _, let overlay?):
            let place = OverlayPlace(recorded: spot.index, beyond: spot.beyond)
            try AlteredStateJob(context, overlay, monitor)?.run(from: place, step: step, spot.stream, paths, conditions)
        case .run(let spot, let step, let paths, let conditions, let inLog, nil):
            try RunJob(context, from: spot, step: step, monitor).run(paths, conditions, inLog: inLog)
        case .history(_, let path, let overlay?): try AlteredStateJob(context, overlay, monitor)?.history(of: path)
        case .history(let stream, let path, nil): try StateJob(context, stream, monitor).history(of: path)
        case .find(let expression, let stream, let overlays, let match): try find(expression, stream, overlays, match, context, monitor)
        case .diff(let first, let second, let overlays): try StateJob(context, first.stream, monitor).diff(first, second, overlays)
        case .series(let stream, let path, let samples, let overlay):
            try monitor.rest()
            guard let overlay else { return try StateJob(context, stream, monitor).series(path, samples) }
            try AlteredStateJob(context, overlay, monitor)?.series(path, samples)
        case .signs(let overlay):
            try monitor.rest()
            try AlteredStateJob(context, overlay, monitor)?.signs()
        case .survey(let stream):
            try monitor.rest()
            try StateJob(context, stream, monitor).survey()
        case .event(let id, let position): try findEvent(id, position, context, monitor)
        case .check: return try CheckJob(context).run(monitor)
        case .compare(let path): return try CompareJob(context, path: path).run(monitor)
        case .trace(let position): try TraceJob(context).run(position, monitor)
        case .decide(let stream, let index, let command, let input, let overlay, let beyond):
            let trial = CommandTrial(command: command, input: input)
            guard let overlay else { return try StateJob(context, stream, monitor).decide(trial, at: index) }
            let place = OverlayPlace(recorded: index, beyond: beyond)
            return try AlteredStateJob(context, overlay, monitor)?.decide(trial, at: place) ?? .whole
        case .counts(let moment):
            let counts = moment.counts(in: context.history)
            monitor.tell(.counts(context.history.streamNumbersByName.map { counts[Int($0)] }, at: moment))
        case .whatIf(let overlay): try WhatIfJob(context, monitor).list(overlay)
        case .writeAltered(let overlay, let path): try WhatIfJob(context, monitor).write(overlay, to: path)
        case .append(let request):
            let events = EventsToSave(request.events, of: request.stream, after: request.after)
            monitor.tell(.appended(request, try events.save(to: .store(request.store), options: context.storeOptions).sentence))
        case .projectionHistory(let name, let path): try ProjectionJob(context, monitor).history(name, of: path)
        case .project(let name, let position, let step): try ProjectionJob(context, monitor).run(name, position, step)
        }
        return .whole
    }

    /// The next line whose name fits, from a line on, round the list once.
    private static func findStream(
        _ rule: NameRule, _ start: Int, _ step: Int, _ rows: StreamRows?, _ context: JobContext, _ monitor: JobMonitor
    ) throws {
        let history = context.history
        let count = rows?.lines.count ?? history.streamCount
        guard count > 0 else { return }
        for done in 0..<count {
            if done.isMultiple(of: 1024) { try monitor.report(done, count) }
            let row = ((start + done * step) % count + count) % count
            let line = rows.map { Int($0.lines[row]) } ?? row
            let name = line >= 0 ? history.stream(at: line).name : rows?.categories[-1 - line].name ?? ""
            if rule.admits(name) { return monitor.tell(.row(row)) }
        }
    }

    /// In order of position, as early as that is certain; what altered streams answer comes before.
    private static func find(
        _ expression: String, _ stream: ExactString?, _ overlays: [HistoryOverlay], _ match: String?, _ context: JobContext, _ monitor: JobMonitor
    ) throws {
        let history = context.history
        let question = try FindQuestion(expression, every: stream != nil, language: LuaExpressions())
        var failure: HandlerError?
        var foundAltered = false
        for overlay in overlays {
            let found = try AlteredStateJob(context, overlay, monitor)?.find(question)
            foundAltered = foundAltered || found?.any ?? false
            failure = failure ?? found?.failure
        }
        let altered = Set(overlays.map(\.stream))
        let rule = match.map(NameRule.init)
        let extent = StreamExtent(of: history) { name in
            (stream == nil || name == stream) && !altered.contains(name) && rule?.admits(name) ?? true
        }
        let asking = Asking(jobs: context.jobs, isStopped: monitor.isStopped) { monitor.progress($0.events, $0.total) }
        let answer = try question.ask(history, context.models, extent, asking, inOrder: { found in
            monitor.tell(.results(found.map { found in
                ResultRow(spot: history.spot(at: found.position), cells: [
                    "#\(found.position)", found.time?.instant.text() ?? "", found.stream.description, String(found.version), found.type.description,
                ])
            }))
        })
        if let first = answer.failures.first {
            monitor.tell(.qualified(FailedExpression.text(answer.failures.count, "#\(first.position)", first.error)))
        } else if !foundAltered, let failure {
            monitor.tell(.qualified("failed, taken as false: \(failure.message)"))
        }
        if let error = answer.unfolded.firstError {
            monitor.tell(.qualified("\(counted(answer.unfolded.count, "stream")) could not be folded: \(ErrorRenderer.sentence(for: error))"))
        }
        if let stoppedAt = answer.stoppedAt {
            monitor.tell(.qualified(stoppedAt.reach))
            throw CancellationError()
        }
    }

    private static func findEvent(_ id: ExactString, _ position: Int?, _ context: JobContext, _ monitor: JobMonitor) throws {
        let history = context.history
        let tree = CausationTree(history, jobs: context.jobs) { try monitor.report($0, $1) }
        let event = try position.map { try tree.event(withID: id, near: $0) } ?? tree.event(withID: id)
        if let spot = event.flatMap({ history.spot(at: $0.position) }) { monitor.tell(.spot(spot)) }
    }
}
