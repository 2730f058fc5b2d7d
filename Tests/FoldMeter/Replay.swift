import EventLog
import HindcastKit
import JSONText
import Rehydration

/// Jumps to the end of a stream, then steps and jumps about in it; each time is the engine's alone.
struct Replay {
    private let source: OpenedSource
    private let stream: History.Stream
    private let places: Int

    /// - Parameter places: how many are jumped to.
    init(_ source: OpenedSource, stream name: ExactString, places: Int) throws {
        guard let stream = source.history.stream(named: name) else {
            throw NoStream(name: name.description)
        }
        self.source = source
        self.stream = stream
        self.places = places
    }

    private static let stepsEach = 10

    func measure() throws {
        let rehydrator = try source.rehydrator()
        let last = stream.positions.count - 1
        func ask(_ index: Int) throws -> Double {
            let start = wallTime()
            _ = try rehydrator.state(of: stream, at: index)
            return wallTime() - start
        }
        let first = try ask(last)
        var random = Random(seed: 1)
        let stepsBack = try (1...places).map { try ask(max(0, last - $0)) }
        var jumps: [Double] = []
        var steps: [Double] = []
        for _ in 0..<places {
            let place = random.below(last + 1)
            jumps.append(try ask(place))
            let direction = random.below(2) == 0 ? 1 : -1
            for step in 1...Self.stepsEach { steps.append(try ask(min(max(0, place + direction * step), last))) }
        }
        let state = try rehydrator.state(of: stream, at: last)
        var writer = JSONWriter()
        writer.append(state.state)
        let balance = if case .number(let number)? = state.state[try JSONPath(parsing: ".balance")] { number.text } else { "null" }
        print("""
            {"events":\(last + 1),"first":\(first),"back":\(Percentiles(stepsBack)),"steps":\(Percentiles(steps)),\
            "jumps":\(Percentiles(jumps)),"checkpoints":\(rehydrator.checkpointBytes),"state":\(writer.bytes.count),"balance":\(balance),"peak":\(peakMemory())}
            """)
    }
}

private struct NoStream: Error, CustomStringConvertible {
    let name: String

    var description: String { "there is no stream \(name)" }
}

private struct Percentiles: CustomStringConvertible {
    private let sorted: [Double]

    init(_ times: [Double]) { sorted = times.sorted() }

    /// Seconds.
    private func at(_ share: Double) -> Double { sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] }

    var description: String { "{\"median\":\(at(0.5)),\"p99\":\(at(0.99)),\"most\":\(sorted[sorted.count - 1])}" }
}

/// SplitMix64: the same places in every run.
private struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}
