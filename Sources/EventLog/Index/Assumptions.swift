/// What had to be assumed about files to read them as one log. Said, never done silently.
struct Assumptions: Sendable {
    var newestFirst: [String] = []
    private var withoutVersions: [String] = []
    private var withoutSomeVersions: [(path: String, events: Int)] = []
    private var withoutZones: [String] = []
    private var withUnreadableTimes: [(path: String, events: Int)] = []
    /// What single formats and guesses assume, in the order in which it was said.
    private var said: [(text: String, paths: [String])] = []
    /// Records that are no events of the domain, by their kind.
    private var asides: [String: (paths: [String], records: Int)] = [:]

    mutating func note(_ text: String, of path: String) {
        if let index = said.firstIndex(where: { $0.text == text }) {
            said[index].paths.append(path)
        } else {
            said.append((text, [path]))
        }
    }

    mutating func add(_ scanned: ScanCounts, events: Int, path: String) {
        if scanned.withoutVersion == events, events > 0 {
            withoutVersions.append(path)
        } else if scanned.withoutVersion > 0 {
            withoutSomeVersions.append((path, scanned.withoutVersion))
        }
        if scanned.withoutZone > 0 { withoutZones.append(path) }
        if scanned.withUnreadableTime > 0 { withUnreadableTimes.append((path, scanned.withUnreadableTime)) }
        for (kind, records) in scanned.asides {
            let before = asides[kind] ?? ([], 0)
            asides[kind] = (before.paths + [path], before.records + records)
        }
    }

    /// One line each, whatever the number of files.
    var notes: [String] {
        said.compactMap { Self.note($0.paths, $0.text) } + hidden + [
            Self.note(newestFirst, "newest first; read from the end"),
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
