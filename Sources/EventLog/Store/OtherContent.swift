/// What stands under a store's file name and is none.
enum OtherContent {
    /// Nil where it is a store's, whole or damaged.
    static func words(for path: SourcePath) -> String? {
        let advice = "nothing is appended to it or moved out of it; hindcast import makes a store of what it holds"
        do {
            let file = try SourceFile(path: path)
            guard let found = try Recognition.of(file, forced: nil) else { return nil }
            if found.format.name != EnvelopeFormat.storeName {
                return "its \(StorePlace.fileName) is an export (\(found.format.title)); \(advice)"
            }
            guard found.layout == .documents else { return nil }
            return "its \(StorePlace.fileName) is a JSON document, not one event a line; \(advice)"
        } catch {
            switch error.problem {
            case .compressed(let what, _): return "its \(StorePlace.fileName) is \(what); \(advice)"
            case .unknownFormat(let keys, _):
                let keys = keys.prefix(4).joined(separator: ", ")
                return "its \(StorePlace.fileName) holds JSON of another shape (\(keys)); name another folder"
            default: return nil
            }
        }
    }
}
