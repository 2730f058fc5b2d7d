import EventLog

extension OpenedSource {
    /// A moment of the whole log, said on standard error as it was understood.
    /// - Throws: `UsageError`, `PointError`.
    func moment(_ text: String, flag: String, _ console: Console) throws -> LogMoment {
        let moment = try PointInTime(text: text, flag: flag).resolve(onLog: history, zone: zone)
        console.say("\(flag.dropFirst(2)) \(moment.understood)")
        return moment
    }
}
