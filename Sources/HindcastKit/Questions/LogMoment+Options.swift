import EventLog

extension OpenedSource {
    /// A moment of the whole log, said on standard error as it was understood.
    /// - Parameter ofStreams: whether a version may be meant: then each stream's own.
    /// - Throws: `UsageError`, `PointError`.
    func moment(_ text: String, flag: String, ofStreams: Bool, _ console: Console) throws -> LogMoment {
        let moment = try PointInTime(text: text, flag: flag).resolve(onLog: history, zone: zone)
        if case .version(let version) = moment.place, !ofStreams {
            throw UsageError("\(flag) \(text): versions are a stream's own, not the log's", hint: "say #\(version) for that position")
        }
        if case .time(let instant) = moment.place {
            let last = history.latest.flatMap { history.time(at: $0) }
            console.say("\(flag.dropFirst(2)) \(moment.understood)\(instant > (last ?? instant) ? "; the log ends before that time" : "")")
        } else {
            console.say("\(flag.dropFirst(2)) \(text): \(moment.understood)")
        }
        return moment
    }
}
