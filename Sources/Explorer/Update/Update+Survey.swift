import EventLog
import Rehydration

/// What stands out in the stream that is looked at. It is folded once more for that, by a job that begins when the cursor has come to rest.
extension HistoryPlace {
    /// To be called when a stream is shown.
    mutating func survey() -> [Command] {
        guard let stream, !surveyedStreams.contains(stream.name) else { return stop(.survey) }
        surveyed = 0
        return start(.survey, "looking for what stands out", .survey(stream: stream.name))
    }

    /// Marks of the next run of events.
    mutating func receive(_ run: [EventMarks]) {
        guard let stream else { return }
        for (offset, sign) in run.enumerated() where sign != EventMarks() {
            guard let position = position(of: surveyed + offset) else { continue }
            signs[position] = sign
            if !sign.broke.isEmpty || sign.problem != nil { streams.note(trouble: Spot(stream: stream.name, index: surveyed + offset)) }
        }
        surveyed += run.count
        if surveyed >= eventCount { surveyedStreams.insert(stream.name) }
    }
}
