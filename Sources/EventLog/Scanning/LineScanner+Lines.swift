internal import CSimdjson
import JSONText

extension LineScanner {
    /// Texts of one line's roles, in the block. A role without a text has no base address.
    struct Texts {
        var stream = UnsafeRawBufferPointer(start: nil, count: 0)
        var type = UnsafeRawBufferPointer(start: nil, count: 0)
        var version = UnsafeRawBufferPointer(start: nil, count: 0)
        var position = UnsafeRawBufferPointer(start: nil, count: 0)
        var time = UnsafeRawBufferPointer(start: nil, count: 0)
        var hashedStream = NameHash.Hashed(first: 0, second: 0)
        var hashedType = NameHash.Hashed(first: 0, second: 0)
        /// Whether the parser has to read the line.
        var isUnsure = true
    }
}

extension ScannedSpans {
    /// The texts of a line's roles; unsure where only the parser can tell what it is.
    @inline(__always)
    func texts(by plan: FieldPlan, fileName: UnsafeRawBufferPointer) -> LineScanner.Texts {
        guard let direct = plan.direct else { return generalTexts(by: plan, fileName: fileName) }
        var texts = LineScanner.Texts()
        var isSure = true
        for field in plan.required { isSure = isSure && isThere(field) }
        isSure = plain(direct.type, &texts.type) && isSure
        isSure = plain(direct.stream, &texts.stream) && isSure
        if direct.version >= 0 { isSure = plain(direct.version, &texts.version) && isSure }
        if direct.position >= 0 { isSure = plain(direct.position, &texts.position) && isSure }
        if direct.time >= 0 { isSure = plain(direct.time, &texts.time) && isSure }
        texts.isUnsure = !isSure || texts.type.baseAddress == nil || texts.stream.baseAddress == nil
        return texts
    }

    /// False where the value is something that only the parser can read.
    @inline(__always)
    private func plain(_ field: Int, _ text: inout UnsafeRawBufferPointer) -> Bool {
        let span = spans[field]
        switch UInt32(span.kind) {
        case csj_kind_string.rawValue:
            text = UnsafeRawBufferPointer(start: block + Int(span.start) + 1, count: Int(span.length) - 2)
            return span.escaped == 0
        case csj_kind_number.rawValue:
            text = UnsafeRawBufferPointer(start: block + Int(span.start), count: Int(span.length))
            return true
        case csj_kind_object.rawValue: return false
        default: return true
        }
    }

    private func generalTexts(by plan: FieldPlan, fileName: UnsafeRawBufferPointer) -> LineScanner.Texts {
        var texts = LineScanner.Texts()
        guard isEvent(by: plan) == true,
            case .some(.some(let type)) = text(plan.type, fileName: fileName), let stream = text(plan.stream, fileName: fileName),
            let version = text(plan.version, fileName: fileName), let position = text(plan.position, fileName: fileName),
            let time = text(plan.time, fileName: fileName)
        else { return texts }
        texts.type = type
        texts.stream = stream ?? fileName
        if let version { texts.version = version }
        if let position { texts.position = position }
        if let time { texts.time = time }
        texts.isUnsure = false
        return texts
    }
}
