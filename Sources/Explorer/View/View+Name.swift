import Screen

extension Frame {
    /// Writes the name of a stream or a type. One that has no room is cut in its middle: names that stand beside each other begin
    /// alike more often than they end alike, as `EVENT_TYPE_WORKFLOW_TASK_SCHEDULED` and `…_STARTED`.
    /// - Complexity: O(name).
    mutating func writeName(_ name: String, at point: Point, columns: Int, style: Style = .plain) {
        write(cutInMiddle(name, columns: columns), at: point, columns: columns, style: style)
    }

    /// A name as it is, or its beginning, the ellipsis, and its end. Where that leaves less than a few characters of both, it is left
    /// whole for `write` to cut.
    func cutInMiddle(_ name: String, columns: Int) -> String {
        guard columns >= Self.leastCut, columnsWritten(name) > columns else { return name }
        let room = columns - 1
        let end = fitting(name.reversed(), in: room / 2)
        let start = fitting(Array(name.prefix(columns)), in: room - end.columns)
        return String(start.characters) + glyphs.ellipsis + String(end.characters.reversed())
    }

    private static var leastCut: Int { 8 }

    private func fitting(_ characters: some Sequence<Character>, in columns: Int) -> (characters: [Character], columns: Int) {
        var taken: [Character] = []
        var used = 0
        for character in characters {
            let width = columnsWritten(String(character))
            guard used + width <= columns else { break }
            used += width
            taken.append(character)
        }
        return (taken, used)
    }
}
