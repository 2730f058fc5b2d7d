import JSONText

/// Objects that wrap records.
extension DocumentCutter {
    /// An object that may wrap records.
    mutating func cutDocument(_ container: RecordContainer) throws(SourceError) {
        let start = at
        hold(start)
        if container.keys.isEmpty {
            at += 1
            return try cutElements(isKeyed: true)
        }
        let isSound: Bool
        switch try walk(from: start, to: container) {
        case .container: isSound = true
        case .whole:
            isSound = false
            // Where another member follows, a bracket too many has closed it.
            guard try isFollowedByMember(at), try seek(container, from: at, of: start) else { return try cutUnwrapped(from: start) }
        case .damaged(let since):
            isSound = false
            guard try seek(container, from: since, of: start) else { return try cutUnwrapped(from: start) }
        case .unclosed:
            isSound = false
            guard sink.wantsMore, !window.isBeginning, try seek(container, from: start + 1, of: start) else { return try cutUnwrapped(from: start) }
        }
        guard at - start <= Self.longest else { return try cutUnwrapped(from: start) }
        if isSound, documentKey.isEmpty { documentKey = try key(at: start) ?? [] }
        var shell = DocumentShell()
        shell.add(window.text(start..<(at + 1)), at: start)
        at += 1
        try cutElements(isKeyed: container.isKeyed)
        guard sink.wantsMore else { return }
        if isSound { try cutEnd(of: shell, container) } else { try cutDamagedEnd(of: shell, container) }
    }

    /// One that wraps nothing.
    private mutating func cutUnwrapped(from start: Int) throws(SourceError) {
        window.restart(at: start)
        at = start
        try cutValue(isElement: false)
    }

    /// What stands behind a document's records, from their container's last bracket on.
    private mutating func cutEnd(of shell: DocumentShell, _ container: RecordContainer) throws(SourceError) {
        guard !hasToldEnd else { return }
        var shell = shell
        let rest = at - 1
        let damage = try walkEnd(container)
        guard let damage else {
            shell.add(window.text(rest..<at), at: rest)
            return try sink.take(shell: shell, in: window)
        }
        // It is no end at all, perhaps: what follows may be more records.
        try recover(from: rest, since: damage, isElement: false, of: .end)
    }

    /// The same of a document that is damaged before its records. That is told, and no more of it.
    private mutating func cutDamagedEnd(of shell: DocumentShell, _ container: RecordContainer) throws(SourceError) {
        try sink.take(shell: shell, in: window)
        guard !hasToldEnd else { return }
        let rest = at - 1
        if let damage = try walkEnd(container) { return try recover(from: rest, since: damage, isElement: false, of: .endOfTold) }
        // Nobody knows how many brackets are open.
        while let byte = try byte(at), DocumentSplitter.isSpace(byte) || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { at += 1 }
    }

    /// Walks from a container's last bracket to the end of the document.
    /// - Returns: where to look on, if it is damaged.
    private mutating func walkEnd(_ container: RecordContainer) throws(SourceError) -> Int? {
        let rest = at - 1
        hold(rest)
        grammar.enterObjects(container.keys.count)
        switch try walk(from: rest, resumes: true) {
        case .whole where at - rest <= Self.longest: return nil
        case .damaged(let damage): return max(rest + 1, damage)
        default: return rest + 1
        }
    }

    /// Looks for the container of a document that is damaged before it, by its keys alone: quotes and brackets say nothing any more.
    /// - Returns: whether `at` stands at its bracket. False where the next document begins before.
    private mutating func seek(_ container: RecordContainer, from since: Int, of start: Int) throws(SourceError) -> Bool {
        // Looked for once, however many documents are damaged.
        guard since >= keylessBefore else { return false }
        window.restart(at: start)
        hold(start)
        let quote = UInt8(ascii: "\"")
        var keys = container.keys.map { [quote] + $0.bytes + [quote] }[...]
        let indent = indentation(of: start)
        var lineStart = 0
        var isBlank = false
        var last: UInt8 = 0
        var place = since
        defer { keylessBefore = max(keylessBefore, place) }
        while let byte = try byte(place), place - start <= Self.longest {
            if byte == quote, let key = keys.first, let behind = try end(of: key, at: place), let opening = try opening(behind) {
                let isLast = keys.count == 1
                if try self.byte(opening) == UInt8(ascii: isLast && !container.isKeyed ? "[" : "{") {
                    if isLast {
                        at = opening
                        hasSought = true
                        return true
                    }
                    keys = keys.dropFirst()
                }
            }
            if byte == UInt8(ascii: "{") {
                // Without a comma between them, one document follows another.
                if last == UInt8(ascii: "}") { return false }
                if isBlank, indent == place - lineStart, try beginsAsDocument(place, as: start) { return false }
            }
            if byte == 0x0A {
                (lineStart, isBlank) = (place + 1, true)
            } else if !DocumentSplitter.isSpace(byte) {
                isBlank = false
                last = byte
            }
            place += 1
        }
        return false
    }

    mutating func isFollowedByMember(_ place: Int) throws(SourceError) -> Bool {
        var place = place
        while try isSpace(at: place) { place += 1 }
        guard try byte(place) == UInt8(ascii: ",") else { return false }
        repeat { place += 1 } while try isSpace(at: place)
        return try byte(place) == UInt8(ascii: "\"")
    }

    /// Behind a text that stands at a place.
    private mutating func end(of text: [UInt8], at place: Int) throws(SourceError) -> Int? {
        for (index, wanted) in text.enumerated() where try byte(place + index) != wanted { return nil }
        return place + text.count
    }

    /// Where a member's value begins, behind its key.
    private mutating func opening(_ place: Int) throws(SourceError) -> Int? {
        var place = place
        while try isSpace(at: place) { place += 1 }
        guard try byte(place) == UInt8(ascii: ":") else { return nil }
        repeat { place += 1 } while try isSpace(at: place)
        return place
    }

    private mutating func beginsAsDocument(_ place: Int, as start: Int) throws(SourceError) -> Bool {
        guard let found = try key(at: place) else { return false }
        let own = try key(at: start)
        return found == documentKey || found == own
    }
}
