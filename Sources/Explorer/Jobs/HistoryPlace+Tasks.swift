import EventLog
import JSONText

extension HistoryPlace {
    /// Has something worked out; what was for the same purpose before is stopped.
    mutating func start(_ purpose: RunningTask.Purpose, _ title: String, _ work: Job.Work) -> [Command] {
        let stops = stop(purpose)
        let number = nextJobNumber()
        tasks.append(RunningTask(number: number, purpose: purpose, title: title))
        return stops + [.start(Job(number: number, work: work))]
    }

    /// Lets what is worked out for a purpose go.
    mutating func stop(_ purpose: RunningTask.Purpose) -> [Command] {
        let commands = tasks.filter { $0.purpose == purpose }.map { Command.cancel(job: $0.number) }
        tasks.removeAll { $0.purpose == purpose }
        return commands
    }

    func isRunning(_ purpose: RunningTask.Purpose) -> Bool { tasks.contains { $0.purpose == purpose } }

    /// The task that a person waits for: the newest.
    var askedTask: RunningTask? { tasks.last(where: \.isAsked) }

    /// Esc and Ctrl-C end what takes long before they end anything else. What it told stays; it says itself that it ended.
    mutating func stopAskedTask() -> [Command]? { askedTask.map { [.cancel(job: $0.number)] } }
}
