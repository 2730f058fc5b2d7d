/// What is known of each stream while rows arrive in log order. O(1) a row; 40 bytes a stream.
struct StreamSurvey: Sendable {
    struct Entry {
        var events: UInt32 = 0
        /// The file that spoke of it last.
        var file: Int32 = -1
        var last = PackedPage.missing
        /// The version that an event without one gets.
        var next: Int64 = 0
        var goesBack = false
        var repeats = false
    }

    private(set) var entries: [Entry] = []
    /// Within the file at hand: how often a stream's versions rose and fell.
    private(set) var rises = 0
    private(set) var falls = 0

    mutating func beginFile() { (rises, falls) = (0, 0) }

    mutating func reserve(streams: Int) {
        while entries.count < streams { entries.append(Entry()) }
    }

    /// Takes an event's version, or gives it one. Returns it.
    mutating func add(stream: Int, version given: Int64, file: Int32) -> Int64 {
        entries.withUnsafeMutableBufferPointer { entries in
            let version = given == PackedPage.missing ? entries[stream].next : given
            if entries[stream].last != PackedPage.missing {
                if version > entries[stream].last {
                    if given != PackedPage.missing, entries[stream].file == file { rises += 1 }
                } else if version < entries[stream].last {
                    if given != PackedPage.missing, entries[stream].file == file { falls += 1 }
                    entries[stream].goesBack = true
                } else {
                    entries[stream].repeats = true
                }
            }
            entries[stream].events += 1
            entries[stream].file = file
            entries[stream].last = version
            entries[stream].next = max(entries[stream].next, min(version, .max - 1) + 1)
            return version
        }
    }

    /// True where versions of the same stream fell from row to row more often than they rose.
    var isNewestFirst: Bool { falls > rises }
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
