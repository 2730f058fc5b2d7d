extension History {
    /// The store of ours whose history this is, as a path that names it; nil where it was read from anything else.
    package var storePath: String? {
        guard sources.count == 1, let source = sources.first, source.format == EnvelopeFormat.storeName, source.isOfLines, !source.file.isSpooled,
            let path = String(validating: source.file.location.bytes, as: UTF8.self)
        else { return nil }
        if path == StorePlace.fileName { return "." }
        guard path.hasSuffix("/" + StorePlace.fileName) else { return nil }
        let folder = path.dropLast(StorePlace.fileName.utf8.count + 1)
        return folder.isEmpty ? "/" : String(folder)
    }
}
