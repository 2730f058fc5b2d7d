/// Puts what several threads find into the order of the log, as early as that can be known.
struct PositionOrder<Finding> {
    private var waiting: [(position: Int, finding: Finding)] = []
    private var reached: [Int: Int] = [:]
    private let position: (Finding) -> Int

    /// - Parameter position: where a finding belongs.
    init(_ position: @escaping (Finding) -> Int) { self.position = position }

    /// Takes findings of a thread, which will find nothing more before a position.
    /// - Parameter threads: how many there are.
    /// - Returns: what can be told now: nothing that is found later belongs before it.
    mutating func add(_ findings: [Finding], thread: Int, reached place: Int, threads: Int) -> [Finding] {
        waiting += findings.map { (position($0), $0) }
        reached[thread] = max(reached[thread] ?? 0, place)
        guard reached.count == threads, let least = reached.values.min(), least > 0 else { return [] }
        let ready = waiting.filter { $0.position < least }
        guard !ready.isEmpty else { return [] }
        waiting.removeAll { $0.position < least }
        return Self.sorted(ready)
    }

    /// What is left.
    mutating func rest() -> [Finding] {
        defer { waiting = [] }
        return Self.sorted(waiting)
    }

    /// The standard sort is stable, so that several of one event stay in the order in which they were found.
    private static func sorted(_ findings: [(position: Int, finding: Finding)]) -> [Finding] {
        findings.sorted { $0.position < $1.position }.map(\.finding)
    }
}
