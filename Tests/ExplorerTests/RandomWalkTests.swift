import Explorer
import Screen
import Testing

/// Keys at random: whatever is pressed, the frame has the size of the screen and the cursor is on the stream.
struct RandomWalkTests {
    @Test("a random walk over all keys", arguments: UInt64(1)...6)
    func walk(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let keys: [Key] = [
            "j", "k", "h", "l", "g", "G", "[", "]", "{", "}", "b", " ", "z", "r", "?", ":", "1", "2", "3", "4", "9", "0", "q", "x",
            .enter, .escape, .tab, .backTab, .backspace, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
            .control("d"), .control("u"), .control("l"), .control("w"), .function(1), "5", "0", "%", "#", "-", "m",
        ]
        var driver = try Driver(80, 24)
        for step in 0..<1500 {
            if random.next() % 40 == 0 {
                driver.send(.resized(Size(columns: Int(random.next() % 140), rows: Int(random.next() % 50))))
            }
            driver.send(.key(keys[Int(random.next() % UInt64(keys.count))]))
            guard case .history(let place) = driver.state.place else { Issue.record("seed \(seed), step \(step): left the history"); return }
            guard place.cursor >= -1, place.cursor < place.eventCount, driver.frame.size == driver.state.size else {
                Issue.record("seed \(seed), step \(step): cursor \(place.cursor) of \(place.eventCount), frame \(driver.frame.size)")
                return
            }
        }
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
