/// What had to be assumed about files to read them as one log. Said, never done silently.
struct Assumptions: Sendable {
    var newestFirst: [String] = []
    var withFallingTimes: [String] = []
    private var withoutStreams: [(path: String, events: Int)] = []
    private(set) var withoutVersions: [String] = []
    private var withoutSomeVersions: [(path: String, events: Int)] = []
    private var withoutZones: [String] = []
    private var withUnreadableTimes: [(path: String, events: Int)] = []
    /// What single formats and guesses assume, in the order in which it was said.
    private var said: [(text: String, paths: [String])] = []
    /// Records that are no events of the domain, by their kind.
    private var asides: [String: (paths: [String], records: Int)] = [:]

    mutating func note(_ text: String, of path: String) {
        if let index = said.firstIndex(where: { $0.text == text }) {
            Self.add(path, to: &said[index].paths)
        } else {
            said.append((text, [path]))
        }
    }

    mutating func add(_ scanned: ScanCounts, events: Int, path: String) {
        // A file that grew is told of once, however often it was looked at.
        if scanned.withoutVersion == events, events > 0 {
            Self.add(path, to: &withoutVersions)
        } else {
            Self.add(scanned.withoutVersion, of: path, to: &withoutSomeVersions)
        }
        Self.add(scanned.withoutStream, of: path, to: &withoutStreams)
        if scanned.withoutZone > 0 { Self.add(path, to: &withoutZones) }
        Self.add(scanned.withUnreadableTime, of: path, to: &withUnreadableTimes)
        for (kind, records) in scanned.asides {
            var (paths, before) = asides[kind] ?? ([], 0)
            Self.add(path, to: &paths)
            asides[kind] = (paths, before + records)
        }
    }

    private static func add(_ path: String, to list: inout [String]) {
        if list.last != path { list.append(path) }
    }

    private static func add(_ events: Int, of path: String, to list: inout [(path: String, events: Int)]) {
        guard events > 0 else { return }
        if list.last?.path == path { list[list.count - 1].events += events } else { list.append((path, events)) }
    }

    /// Whether more of a file fits what was said of its beginning: all of its events have versions of their own, or none has.
    func agrees(_ scanned: ScanCounts, events: Int, path: String) -> Bool {
        events == 0 || (scanned.withoutVersion == events) == withoutVersions.contains(path)
    }

    /// Whether it was found that a file is, or may be, newest first.
    func isFalling(_ path: String) -> Bool { newestFirst.contains(path) || withFallingTimes.contains(path) }

    func write(to writer: inout CacheWriter, paths: [String]) {
        func add(_ list: [String], _ writer: inout CacheWriter) { writer.add(list.compactMap(paths.firstIndex)) { $0.add($1) } }
        add(newestFirst, &writer)
        add(withFallingTimes, &writer)
        add(withoutVersions, &writer)
        add(withoutZones, &writer)
        for list in [withoutStreams, withoutSomeVersions, withUnreadableTimes] {
            add(list.map(\.path), &writer)
            writer.add(list) { $0.add($1.events) }
        }
        writer.add(said) { writer, note in
            writer.add(note.text)
            add(note.paths, &writer)
        }
        writer.add(asides.sorted { $0.key < $1.key }) { writer, aside in
            writer.add(aside.key)
            add(aside.value.paths, &writer)
            writer.add(aside.value.records)
        }
    }

    init(from reader: inout CacheReader, paths: [String]) throws(CacheFault) {
        func list(_ reader: inout CacheReader) throws(CacheFault) -> [String] {
            try reader.list { (reader) throws(CacheFault) in paths[try reader.count(most: paths.count - 1)] }
        }
        func counted(_ reader: inout CacheReader) throws(CacheFault) -> [(path: String, events: Int)] {
            let files = try list(&reader)
            let events = try reader.list { (reader) throws(CacheFault) in try reader.count() }
            return zip(files, events).map { ($0, $1) }
        }
        newestFirst = try list(&reader)
        withFallingTimes = try list(&reader)
        withoutVersions = try list(&reader)
        withoutZones = try list(&reader)
        withoutStreams = try counted(&reader)
        withoutSomeVersions = try counted(&reader)
        withUnreadableTimes = try counted(&reader)
        said = try reader.list { (reader) throws(CacheFault) in (try reader.text(), try list(&reader)) }
        for aside in try reader.list({ (reader) throws(CacheFault) in (try reader.text(), try list(&reader), try reader.count()) }) {
            asides[aside.0] = (aside.1, aside.2)
        }
    }

    init() {}

    /// One line each, whatever the number of files.
    var notes: [String] {
        said.compactMap { Self.note($0.paths, $0.text) } + hidden + [
            Self.note(newestFirst, "newest first; read from the end"),
            Self.note(withFallingTimes, "newest first by the times, which say nothing sure; read in the file's order"),
            Self.note(withoutStreams, "no stream's name; read as one stream that is named after the file"),
            Self.note(withoutVersions, "no stream versions; counted from 0 in log order"),
            Self.note(withoutSomeVersions, "no usable version; numbered after the one before in the stream"),
            Self.note(withoutZones, "times without a zone; read as UTC"),
            Self.note(withUnreadableTimes, "a time that cannot be read; shown without one"),
        ].compactMap { $0 }
    }

    private var hidden: [String] {
        asides.sorted { $0.key < $1.key }.compactMap { kind, found in
            Self.note(found.paths, "hidden, as they are no events of the domain: \(kind) (\(found.records))")
        }
    }

    private static func note(_ paths: [String], _ text: String) -> String? {
        guard let first = paths.first else { return nil }
        return paths.count == 1 ? "\(first): \(text)" : "\(first) and \(paths.count - 1) more: \(text)"
    }

    private static func note(_ files: [(path: String, events: Int)], _ text: String) -> String? {
        let events = files.reduce(0) { $0 + $1.events }
        return note(files.map(\.path), "\(events) \(events == 1 ? "event has" : "events have") \(text)")
    }
}
