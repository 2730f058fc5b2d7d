extension History {
    package func source(of position: Int) -> Source { sources[Int(rows.file[position])] }

    func isOwnStore(at position: Int) -> Bool { source(of: position).format == EnvelopeFormat.hindcast.name }

    func place(of position: Int) -> Place {
        Place(path: source(of: position).file.path, line: rows.line[position], offset: rows.offset[position])
    }
}
