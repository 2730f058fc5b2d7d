import EventLog

extension ErrorRenderer {
    static func words(for error: SourceError) -> String {
        let path = error.path
        switch error.problem {
        case .system(let code): return "cannot open \(path): \(SystemError.text(of: code))"
        case .unreadable(let offset, let code): return "cannot read \(path) at byte \(offset): \(SystemError.text(of: code))"
        case .notAFile: return "\(path) is neither file nor folder; save what it gives to a file first"
        case .compressed(let tool): return "\(path) is compressed; unpack it first: \(tool) \(path) > FILE"
        case .notText(let what): return "\(path) is no UTF-8 text but \(what)"
        case .noEvents: return "no events in \(path); name a file, or a folder that holds *.jsonl, *.ndjson or *.json"
        case .severalStores(let stores): return "\(path) holds several stores; name one: \(stores.joined(separator: ", "))"
        case .unknownFormat(let keys, let suggestion):
            return "\(path) is of no known format (its first record has \(keys.joined(separator: ", "))); "
                + "say what is what: --map \(suggestion)"
        case .malformed(let line, let column, _, let message):
            // What does not say by itself what to do was met before any event, when the format was to be recognised.
            let hint = message.contains(";") ? "" : "; if events follow further down, name their format: --format NAME"
            return "\(path):\(line):\(column): \(message)\(hint)"
        case .badName(let flag, let name, let known): return words(for: flag, name: name, known: known)
        case .badMap(let message): return "--map: \(message)"
        case .unsupported(let what): return "\(path == "-" ? "stdin" : path): not supported: \(what)"
        }
    }

    private static func words(for flag: String, name: String, known: [String]) -> String {
        let sorted = NearestNames.sorted(known, by: name)
        return "\(flag) \"\(name)\" is not known; known are \(sorted.joined(separator: ", "))"
    }
}
