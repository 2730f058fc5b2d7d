import JSONText

/// The members of one line of a store by their roles, inside the parser's closure. Of a repeated key the first counts.
struct StoreLine {
    private(set) var stream: JSONView?
    private(set) var version: JSONView?
    private(set) var type: JSONView?
    private(set) var schema: JSONView?
    private(set) var id: JSONView?
    private(set) var time: JSONView?
    private(set) var data: JSONView?
    private(set) var meta: JSONView?
    private(set) var batch: JSONView?

    /// O(members).
    init(_ root: JSONView) {
        for (key, value) in root.members {
            // Length and first letter tell the roles apart; most members are told by them alone.
            let raw = key.raw
            switch (raw.count, raw[1]) {
            case (8, UInt8(ascii: "s")): take(&stream, "stream", key, value); take(&schema, "schema", key, value)
            case (9, UInt8(ascii: "v")): take(&version, "version", key, value)
            case (6, UInt8(ascii: "t")): take(&type, "type", key, value); take(&time, "time", key, value)
            case (6, UInt8(ascii: "d")): take(&data, "data", key, value)
            case (6, UInt8(ascii: "m")): take(&meta, "meta", key, value)
            case (4, UInt8(ascii: "i")): take(&id, "id", key, value)
            case (7, UInt8(ascii: "b")): take(&batch, "batch", key, value)
            default: if raw.contains(UInt8(ascii: "\\")) { takeEscaped(key, value) }
            }
        }
    }

    private func take(_ role: inout JSONView?, _ name: StaticString, _ key: JSONView, _ value: JSONView) {
        guard role == nil, name.withUTF8Buffer({ key.raw.dropFirst().starts(with: $0) }) else { return }
        role = value
    }

    private mutating func takeEscaped(_ key: JSONView, _ value: JSONView) {
        switch key.string {
        case "stream": stream = stream ?? value
        case "version": version = version ?? value
        case "type": type = type ?? value
        case "schema": schema = schema ?? value
        case "id": id = id ?? value
        case "time": time = time ?? value
        case "data": data = data ?? value
        case "meta": meta = meta ?? value
        case "batch": batch = batch ?? value
        default: break
        }
    }

    /// Whether it is an event at all, whatever its version.
    var isEvent: Bool { stream?.kind == .string && type?.kind == .string && version != nil && data != nil }

    /// Nil where the version is no whole number from 0 that fits 64 bits.
    var versionNumber: Int64? { version.flatMap(Self.wholeNumber) }

    static func wholeNumber(_ view: JSONView) -> Int64? {
        guard view.kind == .number, view.raw.count < 20 else { return nil }
        var number: Int64 = 0
        for byte in view.raw {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (tens, over) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(Int64(byte - 0x30))
            guard !over, !overflow else { return nil }
            number = sum
        }
        return number
    }

    /// What keeps an append from writing it; nil where all is as it should be.
    var problem: String? {
        if case .some(.some(let problem)) = stream?.withDecoded({ StoreRules.problem(ofStream: $0) }) { return problem }
        if case .some(.some(let problem)) = type?.withDecoded({ StoreRules.problem(ofType: $0) }) { return problem }
        if let id {
            guard let found = id.withDecoded({ StoreRules.problem(ofID: $0) }) else { return "\"id\" must be a string" }
            if let problem = found { return problem }
        }
        if let schema, Self.wholeNumber(schema) == nil { return "\"schema\" must be a whole number from 0" }
        if let time {
            guard let isTime = time.withDecoded({ Instant.reading($0) != nil }) else { return "\"time\" must be a string" }
            if !isTime { return StoreRules.unreadableTime(time.string ?? "") }
        }
        if let meta, meta.kind != .object { return StoreRules.metaIsNoObject }
        return nil
    }

    var batchMark: BatchMark? { batch.flatMap(BatchMark.init) }
}

extension JSONView {
    /// A string's decoded bytes, without a copy unless it holds an escape.
    func withDecoded<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard kind == .string else { return nil }
        let inside = UnsafeBufferPointer(rebasing: raw[1..<(raw.count - 1)])
        guard inside.contains(UInt8(ascii: "\\")) else { return body(UnsafeRawBufferPointer(inside)) }
        return string?.bytes.withUnsafeBytes(body)
    }
}

/// Which of how many lines of one append a line is. A batch whose last lines are missing never happened.
struct BatchMark: Hashable, Sendable {
    /// From 0.
    let index: Int
    let size: Int

    init(index: Int, size: Int) {
        self.index = index
        self.size = size
    }

    /// Nil where it is none that a store writes.
    init?(_ view: JSONView) {
        guard view.kind == .object, let index = view["index"].flatMap(StoreLine.wholeNumber),
            let size = view["size"].flatMap(StoreLine.wholeNumber), size > 0, index < size
        else { return nil }
        self.init(index: Int(index), size: Int(size))
    }

    var isLast: Bool { index == size - 1 }
}
