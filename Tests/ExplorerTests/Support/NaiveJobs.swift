import EventLog
import Explorer
import JSONText
import Rehydration

/// Jobs done the simplest way, at once: what the real ones are compared with, and all that the explorer's own tests need.
struct NaiveJobs {
    let rehydrator: Rehydrator

    private var history: History { rehydrator.history }

    func news(of work: Job.Work) throws -> [JobNews] { try answers(work) + [.ended(.whole)] }

    private func answers(_ work: Job.Work) throws -> [JobNews] {
        switch work {
        case .arrange(let arrangement): return [.streams(StreamRows(arrangement, of: history))]
        case .findStream(let rule, let start, let step, let rows):
            let lines = rows?.lines.map(Int.init) ?? Array(0..<history.streamCount)
            let order = (0..<lines.count).map { ((start + $0 * step) % lines.count + lines.count) % lines.count }
            let found = order.first { lines[$0] >= 0 && rule.admits(history.stream(at: lines[$0]).name) }
            return found.map { [.row($0)] } ?? []
        case .scan(let scope, let filter, let start):
            return [.rows(try positions(scope).enumerated().dropFirst(start).filter { try admits($1, filter) }.map { UInt32($0.offset) })]
        case .histogram(let scope, let shown, let range): return [.histogram(histogram(chosen(scope, shown), range))]
        case .statistics(let scope, let shown):
            let groups = Dictionary(grouping: chosen(scope, shown)) { history.type(at: $0) }
            return [.results(groups.sorted { $0.key < $1.key }.map { ResultRow(spot: history.spot(at: $1[0]), cells: [$0.description, String($1.count)]) })]
        case .problems: return [.results([])]
        case .run(let spot, let step, let paths, _, _, _):
            let name = spot.stream
            guard let stream = history.stream(named: name) else { return [] }
            var index = spot.index + step
            while index >= 0, index < stream.positions.count {
                let changes = try rehydrator.state(of: stream, at: index).changes
                if changes.contains(where: { paths.contains($0.path) }) { return [.spot(Spot(stream: name, index: index))] }
                index += step
            }
            return []
        case .history(let name, let path, _):
            guard let stream = history.stream(named: name) else { return [] }
            return [.results(try stream.positions.indices.compactMap { index in
                let state = try rehydrator.state(of: stream, at: index)
                guard let change = state.changes.first(where: { $0.path == path }) else { return nil }
                return ResultRow(spot: Spot(stream: name, index: index), cells: [
                    String(state.version), state.time?.text.description ?? "", "", history.type(at: stream.positions[index]).description, change.before?.line ?? "", change.after?.line ?? "",
                ])
            })]
        case .find: return [.results([])]
        case .diff(let first, let second, let overlays):
            let states = try [first, second].compactMap { spot -> JSONValue? in
                guard let stream = history.stream(named: spot.stream) else { return nil }
                guard let overlay = overlays.first(where: { $0.stream == spot.stream }) else { return try rehydrator.state(of: stream, at: spot.index).state }
                let number = try altered(overlay).last { ($0.0.recorded, $0.0.beyond) <= (spot.index, spot.beyond) }?.number ?? -1
                return try rehydrator.state(of: overlay, on: stream, at: number).state
            }
            guard states.count == 2 else { return [] }
            let changes = JSONValue.changes(from: states[0], to: states[1])
            return [.results(changes.map { ResultRow(spot: nil, cells: [$0.path.description, $0.before?.line ?? "-", $0.after?.line ?? "-"]) })]
        case .survey(let name):
            guard let stream = history.stream(named: name) else { return [] }
            return [.marks(try rehydrator.marks(of: stream, in: 0..<stream.positions.count))]
        case .series(_, let path, _, let overlay?):
            return [.series(Series(path: path, samples: try altered(overlay).map { place, number, stream in
                Series.Sample(index: place.recorded, value: try rehydrator.state(of: overlay, on: stream, at: number).state[path]?.number?.double)
            }))]
        case .signs(let overlay):
            var signs: [OverlayPlace: EventMarks] = [:]
            for (place, number, stream) in try altered(overlay) {
                let marks = try rehydrator.marks(of: overlay, on: stream, in: number..<(number + 1))[0]
                if marks != EventMarks() { signs[place] = marks }
            }
            return [.signs(signs, of: overlay)]
        case .series(let name, let path, _, nil):
            guard let stream = history.stream(named: name) else { return [] }
            return [.series(Series(path: path, samples: try stream.positions.indices.map {
                Series.Sample(index: $0, value: try rehydrator.state(of: stream, at: $0).state[path]?.number?.double)
            }))]
        case .event(let id, _):
            let found = try (0..<history.count).first { try rehydrator.reader.event(at: $0).event.id == id }
            return found.flatMap { history.spot(at: $0) }.map { [.spot($0)] } ?? []
        case .counts(let moment): return [.counts(history.streams.map { moment.count(of: $0, in: history) }, at: moment)]
        case .check:
            var rows: [ResultRow] = []
            for stream in history.streams {
                for (index, marks) in try rehydrator.marks(of: stream, in: 0..<stream.positions.count).enumerated() {
                    func add(_ kind: String, _ name: String, _ mark: ResultRow.Mark) {
                        let version = String(history.version(at: stream.positions[index]))
                        rows.append(ResultRow(mark: mark, spot: Spot(stream: stream.name, index: index), cells: [name, stream.name.description, version, "", ""], group: kind))
                    }
                    for name in marks.broke { add("invariant", name, .alarm) }
                    if let problem = marks.problem { add("fold-error", problem.handler, .alarm) }
                    if marks.handling == .unhandled { add("unhandled-type", history.type(at: stream.positions[index]).description, .doubt) }
                }
            }
            return [.results(rows), .titled("\(history.streamCount) streams checked")]
        case .whatIf(let overlay):
            guard let stream = history.stream(named: overlay.stream) else { return [] }
            let answer = try rehydrator.answer(WhatIf(overlay, at: stream.positions.count - 1), on: stream)
            return [.results(answer.changes.map { ResultRow(spot: nil, cells: [$0.path.description, $0.before?.line ?? "-", $0.after?.line ?? "-"]) })]
        case .decide(_, _, let command, let input, _, _):
            guard command == "Withdraw" else { return [.ended(.failed("\(command) refused: closed"))] }
            return [
                .titled("Withdraw would give 1 event; a or :keep takes it into the what-if"),
                .decided([EventToAppend(type: "MoneyWithdrawn", data: input)]), .results([]),
            ]
        case .append(let request): return [.appended(request, "\(request.events.count) appended to \(request.store)")]
        case .project(let name, let position, let step): return [.titled(name, position: position + step), .results([])]
        case .compare, .trace, .writeAltered, .projectionHistory: return [.results([])]
        }
    }

    /// The folded events of an altered history, and where they are shown.
    private func altered(_ overlay: HistoryOverlay) throws -> [(OverlayPlace, number: Int, History.Stream)] {
        guard let stream = history.stream(named: overlay.stream) else { return [] }
        let plan = try rehydrator.plan(of: overlay, on: stream)
        return plan.folded.enumerated().map { (plan.place(ofEntry: Int($1)), $0, stream) }
    }

    private func positions(_ scope: EventScope) -> [Int] {
        switch scope {
        case .log: Array(0..<history.count)
        case .stream(let name): history.stream(named: name).map { Array($0.positions) } ?? []
        }
    }

    private func chosen(_ scope: EventScope, _ shown: RowList?) -> [Int] {
        let all = positions(scope)
        return shown.map { shown in (0..<shown.count).map { all[shown[$0]] } } ?? all
    }

    private func admits(_ position: Int, _ filter: TimelineFilter) throws -> Bool {
        let type = history.type(at: position)
        if !filter.types.isEmpty, !filter.types.contains(type) { return false }
        if filter.hiddenTypes.contains(type) { return false }
        let recorded = try rehydrator.reader.event(at: position)
        if let correlation = filter.correlation, recorded.event.correlation != correlation { return false }
        return filter.text.map { SmartText($0).occurs(in: String(decoding: recorded.raw, as: UTF8.self)) } ?? true
    }

    private func histogram(_ positions: [Int], _ range: Range<Int64>?) -> Histogram {
        let times = positions.compactMap { position in history.time(at: position).map { (position, $0.microseconds) } }
        guard let low = range?.lowerBound ?? times.map(\.1).min(), let high = range?.upperBound ?? times.map({ $0.1 + 1 }).max() else {
            return Histogram(start: 0, width: 1, bars: [], others: positions.count)
        }
        let width = Histogram.width(for: high - low)
        let start = low / width * width
        let bars = (0...Int((high - 1 - start) / width)).map { bar in
            let inside = times.filter { Int(($0.1 - start) / width) == bar && $0.1 >= start }
            return Histogram.Bar(count: inside.count, first: inside.first?.0 ?? -1)
        }
        return Histogram(start: start, width: width, bars: bars, others: positions.count - bars.reduce(0) { $0 + $1.count })
    }
}
