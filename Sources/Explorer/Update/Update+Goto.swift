import EventLog
import JSONText

extension HistoryPlace {
    /// `:goto` in any of its forms; words are relative to the event under the cursor.
    /// - Returns: what was understood, or why nothing was.
    mutating func goto(_ text: String, zone: Zone, layout: Layout) -> Result<(commands: [Command], said: String?), PointError> {
        guard let stream else { return .failure(PointError(message: "there are no events")) }
        guard let point = PointInTime(parsing: text) else {
            return .failure(PointError(message: "\"\(text)\" is no point in time; write \(PointInTime.forms)"))
        }
        let reference = moment ?? position(of: cursor).flatMap { history.time(at: $0) }
        do {
            if timeline.scope == .log, let number = try number(of: point, zone: zone, reference: reference) {
                return .success((leap(layout) { $0.go(toNumber: number.number, layout) }, number.said))
            }
            let resolved = try resolve(point, on: stream, zone: zone, reference: reference)
            let commands = leap(layout) { $0.moveCursor(to: resolved.index, layout: layout) }
            moment = resolved.instant
            return .success((commands, resolved.understood))
        } catch {
            return .failure(error)
        }
    }

    /// A point in time on the stream, as seen from the cursor.
    func resolve(_ text: String, zone: Zone) -> Result<ResolvedPoint, PointError> {
        guard let stream else { return .failure(PointError(message: "there are no events")) }
        guard let point = PointInTime(parsing: text) else {
            return .failure(PointError(message: "\"\(text)\" is no point in time; write \(PointInTime.forms)"))
        }
        do {
            return .success(try resolve(point, on: stream, zone: zone, reference: moment ?? position(of: cursor).flatMap { history.time(at: $0) }))
        } catch {
            return .failure(error)
        }
    }

    /// On the log as a whole; nil for what is only told of a stream.
    private func number(of point: PointInTime, zone: Zone, reference: Instant?) throws(PointError) -> (number: Int, said: String?)? {
        switch point {
        case .start: return (-1, nil)
        case .end: return (history.count - 1, nil)
        case .percent(let percent): return (Int((Double(history.count) * percent / 100).rounded()) - 1, nil)
        case .position(let position):
            guard position < history.count else {
                throw PointError(message: "there is no position #\(position); the log ends at #\(history.count - 1)")
            }
            return (position, nil)
        case .clock(let clock):
            guard let reference = reference ?? history.latest.flatMap({ history.time(at: $0) }) else {
                throw PointError(message: "the events have no times; use a position instead")
            }
            let instant = clock.instant(in: zone, reference: reference)
            // A log is in the order of time for the most part: the place is looked for as if it were.
            let number = RowList.partition(history.count) { history.time(at: $0).map { $0 <= instant } ?? true } - 1
            return (number, instant.longText(in: zone))
        case .version: return nil
        }
    }

    /// A weekday before the stream's first event is not what anybody means while the stream has a later one: then the first
    /// such day after it is taken.
    private func resolve(
        _ point: PointInTime, on stream: History.Stream, zone: Zone, reference: Instant?
    ) throws(PointError) -> ResolvedPoint {
        let resolved = try point.resolve(on: stream, of: history, zone: zone, reference: reference)
        guard resolved.index < 0, case .clock(.weekday(let day, _)) = point,
            let first = stream.positions.lazy.compactMap({ history.time(at: $0) }).first
        else { return resolved }
        let days = (day - first.civil(in: zone).weekday + 7) % 7
        let later = Instant(microseconds: first.microseconds + Int64(days) * 86_400_000_000)
        let again = try point.resolve(on: stream, of: history, zone: zone, reference: later)
        return again.index >= 0 ? again : resolved
    }
}
