extension History {
    package func source(of position: Int) -> Source { sources[location(of: position).source] }

    func isOwnStore(at position: Int) -> Bool { source(of: position).format == EnvelopeFormat.hindcast.name }

    /// Where an event's record stands, its line counted.
    /// - Complexity: a look through at most one block of the file.
    func place(of position: Int) -> Place {
        let location = location(of: position)
        let source = sources[location.source]
        // A file that can no longer be read has no lines to count.
        return Place(
            path: source.file.path, line: try? source.lines.line(of: location.offset, in: source.file), offset: location.offset)
    }
}
