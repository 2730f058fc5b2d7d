import EventLog
import Explorer
import Rehydration
import TestSupport

@testable import HindcastKit

extension JobContext {
    init(_ history: History, models: [any Model] = []) {
        self.init(history: history, models: models, jobs: 2) { try Rehydrator(history: history, models: models) }
    }

    /// One of the stores of `sample-streams`, with its model.
    static func sample(_ name: String) throws -> JobContext {
        let request = SourceRequest(paths: [SourcePath("\(SampleBank.root)/sample-streams/\(name)")], trustsFoundModels: true, usesCache: false)
        let opened = try OpenedSource.open(request)
        return JobContext(history: opened.history, models: opened.models, jobs: 2) { try opened.rehydrator() }
    }
}

/// What a job told, its ending last.
func news(_ work: Job.Work, _ context: JobContext, isStopped: @escaping @Sendable () -> Bool = { false }) -> [JobNews] {
    var told: [JobNews] = []
    let monitor = JobMonitor(isStopped: isStopped, tell: { told.append($0) }, progress: { _, _ in })
    let ending = JobRunner.run(work, context, monitor)
    return told + [.ended(ending)]
}

func rows(_ news: [JobNews]) -> [Int] {
    news.flatMap { news -> [Int] in if case .rows(let rows) = news { rows.map(Int.init) } else { [] } }
}

func results(_ work: Job.Work, _ context: JobContext) -> [ResultRow] {
    news(work, context).flatMap { news -> [ResultRow] in if case .results(let rows) = news { rows } else { [] } }
}

func title(_ work: Job.Work, _ context: JobContext) -> String? {
    news(work, context).reduce(nil) { title, news in if case .titled(let text, _) = news { text } else { title } }
}
