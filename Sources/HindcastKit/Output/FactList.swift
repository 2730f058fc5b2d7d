import Screen

/// Names and values, one a line, the values aligned.
struct FactList {
    private var facts: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: String?) {
        if let value { facts.append((sanitised(name), sanitised(value))) }
    }

    func print(on console: Console) throws(OutputError) {
        let width = facts.reduce(0) { max($0, DisplayWidth.columns(of: $1.name)) }
        for fact in facts {
            let padding = String(repeating: " ", count: width - DisplayWidth.columns(of: fact.name))
            try console.out.line((fact.name + padding + "  " + fact.value).utf8)
        }
    }
}
