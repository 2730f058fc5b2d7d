internal import CSimdjson

/// What is known of each stream while rows arrive in log order. O(1) a row; 32 bytes a stream.
struct StreamSurvey: Sendable {
    struct Entry {
        var last = PackedPage.missing
        /// The version that an event without one gets.
        var next: Int64 = 0
        var events: UInt32 = 0
        /// The file that spoke of it last.
        var file: Int32 = -1
        var goesBack = false
        var repeats = false
    }

    private(set) var entries: [Entry] = []
    /// Within the file at hand: how often a stream's versions rose and fell.
    private(set) var rises = 0
    private(set) var falls = 0

    init() {}

    init(entries: [Entry]) { self.entries = entries }

    mutating func beginFile() { (rises, falls) = (0, 0) }

    mutating func reserve(streams: Int) {
        while entries.count < streams { entries.append(Entry()) }
    }

    /// Takes events' versions, or gives them some. `body` is called with how to do that for one.
    mutating func update<Result>(_ body: (inout Update) -> Result) -> Result {
        let (rises, falls) = (rises, falls)
        let (result, update) = entries.withUnsafeMutableBufferPointer { entries in
            var update = Update(entries: entries, rises: rises, falls: falls)
            let result = body(&update)
            return (result, (update.rises, update.falls))
        }
        (self.rises, self.falls) = update
        return result
    }

    struct Update {
        fileprivate let entries: UnsafeMutableBufferPointer<Entry>
        fileprivate var rises: Int
        fileprivate var falls: Int

        /// For a stream that will be asked for soon.
        @inline(__always)
        func expect(stream: Int) {
            let entry = UnsafeRawPointer(entries.baseAddress! + stream)
            csj_prefetch_to_write(entry)
            // It may lie across two lines of the processor's cache.
            csj_prefetch_to_write(entry + (MemoryLayout<Entry>.size - 1))
        }

        /// The event's version: the one given, or else the next.
        @inline(__always)
        mutating func add(stream: Int, version given: Int64, file: Int32) -> Int64 {
            precondition(stream < entries.count)
            let entry = entries.baseAddress! + stream
            let version = given == PackedPage.missing ? entry.pointee.next : given
            let last = entry.pointee.last
            if last != PackedPage.missing {
                let counts = given != PackedPage.missing && entry.pointee.file == file
                if version > last {
                    if counts { rises += 1 }
                } else if version < last {
                    if counts { falls += 1 }
                    entry.pointee.goesBack = true
                } else {
                    entry.pointee.repeats = true
                }
            }
            entry.pointee.events += 1
            entry.pointee.file = file
            entry.pointee.last = version
            entry.pointee.next = max(entry.pointee.next, min(version, .max - 1) + 1)
            return version
        }
    }

    mutating func add(stream: Int, version: Int64, file: Int32) -> Int64 { update { $0.add(stream: stream, version: version, file: file) } }

    /// True where versions of the same stream fell from row to row, but for a few: a file in no order at all is left in its own.
    var isNewestFirst: Bool { falls > 4 * rises }
}

extension StreamSurvey {
    /// What is odd about the versions, one line each.
    func notes(_ rows: @autoclosure () -> StreamRows) -> [String] {
        var notes: [String] = []
        func streams(_ count: Int) -> String { count == 1 ? "1 stream" : "\(count) streams" }
        let disordered = entries.count { $0.goesBack }
        // In order of version, a repeat stands beside the other; in log order it need not.
        let repeating = entries.count { $0.repeats && !$0.goesBack } + (disordered > 0 ? rows().disorderedRepeating : 0)
        if disordered > 0 { notes.append("versions go back in \(streams(disordered)); read in order of version") }
        if repeating > 0 { notes.append("versions repeat in \(streams(repeating)); each event is kept, in log order") }
        return notes
    }
}
