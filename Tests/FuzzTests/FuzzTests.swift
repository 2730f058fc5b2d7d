import Glibc
import TestSupport
import Testing

/// Random bytes and mutated real input, for everything that reads what somebody else wrote.
///
/// A few seconds in all; `Tests/fuzz SECONDS [ENTRY…]` runs each entry point for as long as it is told. What ends the process leaves
/// its input in `$HINDCAST_FUZZ_KEEP/ENTRY`, where that is set.
@Suite(.serialized) struct FuzzTests {
    @Test("J20 no input stops, hangs or fills the program", arguments: EntryPoint.allCases)
    func entry(_ entry: EntryPoint) throws {
        let seconds = Self.variable("HINDCAST_FUZZ_SECONDS").flatMap(Double.init) ?? 0.4
        let chosen = Self.variable("HINDCAST_FUZZ_ENTRY").map { $0.split(separator: ",").map(String.init) }
        if let chosen, !chosen.contains(entry.rawValue) { return }
        // A short run is the same each time; a long one is another each time, and says which.
        let seed = Self.variable("HINDCAST_FUZZ_SEED").flatMap { UInt64($0) } ?? (seconds > 1 ? .random(in: 0 ... .max) : 20_260_305)
        if seconds > 1 { print("\(entry.rawValue): seed \(seed), \(seconds) s") }
        let keep = Self.variable("HINDCAST_FUZZ_KEEP").map { "\($0)/\(entry.rawValue)" }

        try withTemporaryFolder { folder in
            var random = SplitMix64(seed: seed)
            var run = try EntryPoint.Run(entry, folder)
            let clock = ContinuousClock()
            let end = clock.now + .seconds(seconds)
            var inputs = 0
            while clock.now < end {
                let input = entry.input(&random)
                if let keep { Self.write(input, to: keep) }
                let start = clock.now
                try run.read(input)
                inputs += 1
                if start.duration(to: clock.now) > .seconds(10) { Issue.record("\(entry), seed \(seed), input \(inputs): longer than 10 s") }
            }
            if seconds > 1 { print("\(entry.rawValue): \(inputs) inputs") }
            #expect(inputs > 0)
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            // The other tests of this process count as well.
            #expect(usage.ru_maxrss < 2 << 20, "\(entry), seed \(seed): \(usage.ru_maxrss >> 10) MiB")
        }
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w") else { return }
        _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        fclose(file)
    }
}
