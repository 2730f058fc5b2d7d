import EventLog

extension ErrorRenderer {
    static func words(for error: SourceError) -> String {
        let path = error.path == "-" ? "stdin" : error.path
        switch error.problem {
        case .system(let code): return "cannot open \(path): \(SystemError.text(of: code))"
        case .unreadable(let offset, let code): return "cannot read \(path) at byte \(offset): \(SystemError.text(of: code))"
        case .notAFile(let kind): return "\(path) is \(kind), which is not read; what a program writes can be piped in: … | hindcast -"
        case .compressed(let what, let command):
            return "\(path) is \(what), which is not unpacked here; unpack it on the way: \(piped(command, path))"
        case .damaged(let compression, let offset, let message):
            return "\(path): damaged \(compression) data at byte \(offset): \(message); what can be saved of it may be had by: "
                + piped(compression.command, path)
        case .needsLongWindow:
            return "\(path) was packed with a window beyond 128 MiB; unpack it on the way: \(piped("zstd --long=31 -dc", path))"
        case .expands(let compression, let from, let to):
            return "\(path): \(from) bytes of \(compression) data came to \(to) and more, which looks like a trap; if it is none: "
                + piped(compression.command, path)
        case .noRoom(let folder, let spooled):
            return "no room in \(folder) to spool \(path): the disk would be full after \(spooled) bytes; "
                + "name a larger one: TMPDIR=FOLDER hindcast …"
        case .noSpool(let folder, let code):
            return "cannot spool \(path) in \(folder): \(SystemError.text(of: code)); name another folder: TMPDIR=FOLDER hindcast …"
        case .noWriter: return "\(path) is a pipe that nobody writes to; start the program that writes to it first"
        case .standardInputIsTerminal:
            return "standard input is a terminal; pipe events into it (zcat export.gz | hindcast -) or name a file"
        case .standardInputTwice: return "- is named twice, but standard input can be read only once"
        case .notText(let what): return "\(path) is no UTF-8 text but \(what)"
        case .noEvents: return "no events in \(path); name a file, or a folder that holds *.jsonl, *.ndjson or *.json"
        case .severalStores(let stores): return "\(path) holds several folders of events; name one, or several: \(stores.joined(separator: ", "))"
        case .unknownFormat(let keys, let suggestion):
            guard !keys.isEmpty else { return "\(path) is of no known format: its records are empty objects; name a file of events" }
            return "\(path) is of no known format (its first record has \(keys.joined(separator: ", "))); "
                + "say what is what: --map \(suggestion)"
        case .malformed(let line, let column, _, let message):
            // What does not say by itself what to do was met before any event, when the format was to be recognised.
            let hint = message.contains(";") ? "" : "; if events follow further down, name their format: --format NAME"
            return "\(path):\(line):\(column): \(message)\(hint)"
        case .badName(let flag, let name, let known): return words(for: flag, name: name, known: known)
        case .badMap(let message): return "--map: \(message)"
        }
    }

    /// How another program's unpacking is read.
    private static func piped(_ command: String, _ path: String) -> String {
        path == "stdin" ? "… | \(command) | hindcast -" : "\(command) \(path) | hindcast -"
    }

    private static func words(for flag: String, name: String, known: [String]) -> String {
        // In one order whatever was typed, so that a name is found where it was the last time.
        let sorted = known.sorted()
        let nearest = NearestNames.nearest(of: known, to: name).map { " (did you mean \($0)?)" } ?? ""
        return "\(flag) \"\(name)\" is not known\(nearest); known are \(sorted.joined(separator: ", "))"
    }
}
