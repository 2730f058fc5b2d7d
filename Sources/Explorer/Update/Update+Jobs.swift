import EventLog
import JSONText
import Rehydration

extension HistoryPlace {
    /// What a job tells. One that was stopped, or belongs to another opening, is not listened to.
    mutating func receive(_ news: JobNews, of number: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let place = tasks.firstIndex(where: { $0.number == number }) else { return [] }
        let purpose = tasks[place].purpose
        switch news {
        case .progress(let done, let all):
            tasks[place].done = done
            tasks[place].of = all
        case .streams(let rows): return receive(rows, layout)
        case .row(let row):
            tasks[place].isAnswered = true
            return selectLine(row, layout)
        case .rows(let rows) where purpose == .search: return receiveHits(rows, &explorer, layout)
        case .rows(let rows): return receiveShown(rows, layout)
        case .results(let rows):
            showAwaited(&explorer)
            results?.append(rows)
            if results?.isCheck ?? false { checked = (checked ?? []) + rows }
        case .titled(let title, let position):
            showAwaited(&explorer)
            results?.title = title
            results?.position = position
        case .qualified(let text) where purpose == .run: tasks[place].remark = text
        case .qualified(let text):
            showAwaited(&explorer)
            results?.title += "; \(text)"
        case .troubled(let spots): for spot in spots { streams.note(trouble: spot) }
        case .histogram(let bars):
            let zoomed = (histogram?.ranges.last ?? nil).map { $0.lowerBound + ($0.upperBound - $0.lowerBound) / 2 }
            let center = zoomed ?? position(of: cursor).flatMap { history.time(at: $0)?.microseconds }
            histogram?.show(bars, at: center)
        case .series(let series): receive(series, &explorer)
        case .signs(let signs, let overlay): alteredSigns.known = .init(overlay: overlay, signs: signs)
        case .marks(let run): receive(run)
        case .spot(let spot):
            tasks[place].isAnswered = true
            return leap(layout) { $0.go(to: spot, layout) }
        case .counts(let counts, let moment): return receive(counts, at: moment, &explorer, layout)
        case .said(let text): explorer.say(text)
        case .decided(let events): decide(events, number)
        case .appended(let request, let text): return appended(request, text, &explorer)
        case .ended(let ending): return end(place, ending, &explorer, layout)
        }
        return []
    }

    private mutating func end(_ place: Int, _ ending: JobNews.Ending, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        let task = tasks.remove(at: place)
        endDecision(ending, task.number)
        if let overlay = writing.removeValue(forKey: task.number), ending == .whole { written[overlay.stream] = overlay }
        switch ending {
        case .failed(let text), .refused(let text): explorer.complain(text)
        case .whole, .stopped, .cut: break
        }
        if ending == .stopped, task.isAsked { explorer.say("stopped \(task.title)\(task.of > 0 ? " after \(min(100, task.done * 100 / task.of)) %" : "")") }
        switch task.purpose {
        case .search: return endSearch(ending, &explorer, layout)
        case .results:
            // A list that never came leaves the one before as it is.
            guard awaitedResults == nil else {
                awaitedResults = nil
                break
            }
            results?.ending = ending
            if results?.isCheck ?? false, ending == .whole || ending == .cut { isChecked = true }
        case .filter: return endFilter(ending, layout)
        case .run, .link, .streamSearch:
            if ending == .whole, !task.isAnswered { explorer.say([task.nothingFound ?? task.purpose.nothingFound, task.remark].compactMap { $0 }.joined(separator: "; ")) }
        case .streams, .histogram, .series, .survey, .signs, .write, .moment: break
        }
        return []
    }

    /// Asks for a list of results, and shows it.
    mutating func list(
        _ title: String, _ header: [String], _ task: String, _ work: Job.Work, _ explorer: inout ExplorerState
    ) -> [Command] {
        results = pane(title, header, work)
        awaitedResults = nil
        openResults(&explorer)
        return start(.results, task, work)
    }

    /// Asks for what may be a list: it is shown once there is something in it.
    mutating func mayList(_ pane: ResultsPane, _ task: String, _ work: Job.Work) -> [Command] {
        var pane = pane
        pane.isAsRecorded = isAsRecorded(work)
        pane.isOfAllEvents = isOfAllEvents(work)
        awaitedResults = pane
        return start(.results, task, work)
    }

    private func pane(_ title: String, _ header: [String], _ work: Job.Work) -> ResultsPane {
        var pane = ResultsPane(title: title, header: header)
        pane.isAsRecorded = isAsRecorded(work)
        pane.isOfAllEvents = isOfAllEvents(work)
        return pane
    }

    /// Whether a moment is looked at that an answer takes no notice of.
    private func isOfAllEvents(_ work: Job.Work) -> Bool {
        switch work {
        case .diff, .decide, .project: false
        default: then != nil
        }
    }

    /// Whether something is altered that an answer takes no notice of.
    private func isAsRecorded(_ work: Job.Work) -> Bool {
        switch work {
        case .check, .compare, .project: !overlays.isEmpty
        default: false
        }
    }

    private mutating func showAwaited(_ explorer: inout ExplorerState) {
        guard let awaited = awaitedResults else { return }
        awaitedResults = nil
        results = awaited
        openResults(&explorer)
    }
}

extension RunningTask.Purpose {
    fileprivate var nothingFound: String {
        switch self {
        case .run: "that happens nowhere there"
        case .link: "the event is not in this log"
        default: "no stream's name fits"
        }
    }
}
