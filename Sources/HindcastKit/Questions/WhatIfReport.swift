import JSONText
import Rehydration
import Screen

/// The answer of `what-if`.
struct WhatIfReport {
    private let answer: WhatIf.Answer

    init(_ answer: WhatIf.Answer) { self.answer = answer }

    var json: JSONLine {
        var line = JSONLine()
        line.add("actual", value: answer.actual.state)
        line.add("what-if", value: answer.altered.state)
        line.add("diff", list: answer.changes.map { JSONLine($0) })
        line.add("errors", list: answer.faults.map { JSONLine($0) })
        return line
    }

    func print(on console: Console) throws {
        let style = console.style
        let model = answer.altered.isModel ? "model \(answer.altered.model)" : "no model claims this stream: the last value of each field"
        try console.out.line(style.faint(sanitised(model)).utf8)
        if answer.changes.isEmpty { try console.out.line("the state would be the same".utf8) }
        var table = TextTable([("", .left), ("PATH", .left), ("ACTUAL", .right), ("WHAT-IF", .right)], on: console)
        for change in answer.changes {
            let sign = change.before == nil ? "+" : change.after == nil ? "-" : "~"
            try table.add([sign, change.path.description, change.before?.line ?? "-", change.after?.line ?? "-"])
        }
        try table.finish()
        for fault in answer.faults {
            let mark = fault.mark == .actual ? "" : " (\(fault.mark.rawValue))"
            let words = switch fault.kind {
            case .invariant(let name): "\(fault.invariantWords): \(name)"
            case .foldError(let error): ErrorRenderer.sentence(for: error)
            }
            try console.out.line(style.alarm(sanitised("! version \(fault.event.version) \(fault.event.type)\(mark): \(words)")).utf8)
        }
    }
}

extension JSONLine {
    /// Versions are those of the altered history.
    init(_ fault: WhatIf.Fault) {
        self.init()
        switch fault.kind {
        case .invariant: add("kind", text: "invariant")
        case .foldError: add("kind", text: "fold-error")
        }
        add("version", fault.event.version)
        if fault.event.position >= 0 { add("position", fault.event.position) }
        add("type", fault.event.type)
        if fault.mark != .actual { add("mark", text: fault.mark.rawValue) }
        switch fault.kind {
        case .invariant(let name):
            add("name", text: name)
            add("message", text: fault.invariantWords)
        case .foldError(let error): add(error)
        }
    }
}

extension WhatIf.Fault {
    /// How an invariant does not hold.
    var invariantWords: String { isNew ? "does not hold any more" : "does not hold, nor did it as recorded" }
}
