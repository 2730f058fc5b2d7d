import CNcurses

/// The bytes that terminfo has for an effect, without its padding marks.
enum OutputBytes {
    /// Empty when the terminal has no such capability (terminfo(5)).
    static func capability(_ name: String) -> [UInt8] {
        nc_capability(name).map(expanded) ?? []
    }

    static func move(row: Int, column: Int) -> [UInt8] {
        nc_capability("cup").flatMap { nc_move_sequence($0, Int32(row), Int32(column)) }.map(expanded) ?? []
    }

    /// The change from the attributes that ncurses set last; it takes note of these.
    static func attributes(_ attributes: attr_t, pair: Int16) -> [UInt8] {
        collected = []
        vid_puts(attributes, pair, nil, collect)
        return collected
    }

    private static func expanded(_ text: UnsafePointer<CChar>) -> [UInt8] {
        collected = []
        tputs(text, 1, collect)
        return collected
    }

    /// ncurses hands out bytes to a C function without context, so they need a global place. Unsafe only in name: all of
    /// ncurses belongs to the one thread that owns the terminal.
    private nonisolated(unsafe) static var collected: [UInt8] = []

    private static let collect: @convention(c) (Int32) -> Int32 = { byte in
        collected.append(UInt8(truncatingIfNeeded: byte))
        return byte
    }
}
