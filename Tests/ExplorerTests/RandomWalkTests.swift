import Screen
import Testing

@testable import Explorer

/// Keys at random: whatever is pressed, the frame has the size of the screen and the cursor is on the stream.
struct RandomWalkTests {
    private static let keys: [Key] = Array(
        Set(KeyTable.bindings.flatMap(\.keys)).subtracting(["q", .control("c")]).sorted { "\($0)" < "\($1)" })
        + ["1", "2", "3", "4", "9", "0", "5", "%", "#", "a", "e", "x", ".", "*", .backspace, .enter, .enter, .escape, .escape]

    @Test("a random walk over all keys", arguments: UInt64(1)...6)
    func walk(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var driver = try Driver(80, 24)
        // Now and then jobs are left hanging, and told of later or never.
        for step in 0..<1500 {
            if random.next() % 40 == 0 {
                driver.send(.resized(Size(columns: Int(random.next() % 140), rows: Int(random.next() % 50))))
            }
            if random.next() % 50 == 0 { driver.holdsJobs.toggle() }
            if random.next() % 60 == 0, let job = driver.lastJob { driver.send(.job(job, .ended(random.next() % 2 == 0 ? .stopped : .whole))) }
            if random.next() % 30 == 0 { driver.tick() }
            let key = Self.keys[Int(random.next() % UInt64(Self.keys.count))]
            driver.send(.key(key))
            guard let place = driver.state.history else {
                Issue.record("seed \(seed), step \(step), \(key): left the history")
                return
            }
            if let wrong = wrong(place, driver) {
                Issue.record("seed \(seed), step \(step), \(key): \(wrong)")
                return
            }
        }
    }

    /// What does not hold that always should.
    private func wrong(_ place: HistoryPlace, _ driver: Driver) -> String? {
        let frame = driver.frame
        if frame.size != driver.state.size { return "frame \(frame.size)" }
        for row in 0..<frame.size.rows where frame.row(row).reduce(0, { $0 + $1.columns }) != frame.size.columns { return "row \(row) is not whole" }
        if place.cursor < -1 || place.cursor >= place.eventCount { return "cursor \(place.cursor) of \(place.eventCount)" }
        if place.rowCount > place.unfilteredCount { return "\(place.rowCount) rows of \(place.unfilteredCount)" }
        if place.streams.list.selected >= max(1, place.streams.count(in: place.history)) { return "stream line \(place.streams.list.selected)" }
        for tree in [place.state, place.event] where tree.list.selected >= max(1, tree.rows.count) { return "line \(tree.list.selected) of \(tree.rows.count)" }
        if place.tasks.count > 12 { return "\(place.tasks.count) tasks" }
        return nil
    }
}

/// https://prng.di.unimi.it/splitmix64.c
struct SplitMix64 {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
