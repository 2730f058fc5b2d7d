import JSONText

/// Names told once, and numbers for them: streams and types of a log.
struct NameTable: Sendable {
    private(set) var names: [ExactString] = []
    private var numbers: [ExactString: Int32] = [:]

    /// The name's number, new names getting the next. Amortised O(length).
    mutating func number(of name: ExactString) -> Int32 {
        if let number = numbers[name] { return number }
        let number = Int32(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }

    func existing(_ name: ExactString) -> Int32? { numbers[name] }
}
