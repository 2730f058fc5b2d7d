import EventLog
import Glibc
import HindcastKit
import JSONText
import Rehydration

/// Measures folding inside a process, for Benchmarks: without the start of a process, and a step or jump for itself.
///
///     FoldMeter sweep EXPORT MODEL.lua|swift [PART OF]
///     FoldMeter replay EXPORT STREAM MODEL.lua|swift MEMORY PLACES
///
/// `sweep` folds all streams to their ends, on one core: with PART and OF only each OF-th stream, from PART on. `replay` jumps to the
/// end of a stream, then steps back so often, jumps to as many places and takes ten steps at each. Both print one JSON object. Give a cache folder by XDG_CACHE_HOME.
@main struct FoldMeter {
    static func main() {
        do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
            fail("FoldMeter: \(error)")
        }
    }

    private static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.count) {
        case ("sweep", 3...):
            let source = try open(arguments[1], model: arguments[2], memory: SourceRequest.defaultMemory)
            let part = arguments.count > 4 ? (Int(arguments[3]) ?? 0, max(1, Int(arguments[4]) ?? 1)) : (0, 1)
            try Sweep(source, part: part.0, of: part.1).measure()
        case ("replay", 6):
            let source = try open(arguments[1], model: arguments[3], memory: Int(arguments[4]) ?? SourceRequest.defaultMemory)
            try Replay(source, stream: ExactString(arguments[2]), places: Int(arguments[5]) ?? 200).measure()
        default:
            fail("FoldMeter sweep EXPORT MODEL [PART OF] | replay EXPORT STREAM MODEL MEMORY PLACES")
        }
    }

    private static func fail(_ message: String) -> Never {
        let line = Array("\(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        exit(2)
    }

    private static func open(_ path: String, model: String, memory: Int) throws -> OpenedSource {
        let folders = UserFolders { name in getenv(name).map { String(cString: $0) } }
        let request = SourceRequest(
            paths: [SourcePath(argument: path)], models: model == "swift" ? [] : [model], folders: folders, memory: memory)
        return try OpenedSource.open(request, registered: model == "swift" ? [RegisteredModel(bank)] : [])
    }
}

/// Seconds.
func wallTime() -> Double { time(of: CLOCK_MONOTONIC) }
func processorTime() -> Double { time(of: CLOCK_PROCESS_CPUTIME_ID) }

private func time(of clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// The peak of what lay in memory, in bytes.
func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
}
