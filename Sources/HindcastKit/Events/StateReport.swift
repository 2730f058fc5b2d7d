import EventLog
import JSONText
import Rehydration
import Screen

/// A rehydrated state, or a part of it, as `state` prints it.
struct StateReport {
    private let answer: RehydratedState
    private let shown: JSONValue
    private let path: JSONPath

    /// - Parameters:
    ///   - shown: the whole state, or what lies at `path` in it.
    init(_ answer: RehydratedState, showing shown: JSONValue, at path: JSONPath = JSONPath()) {
        self.answer = answer
        self.shown = shown
        self.path = path
    }

    var json: JSONLine {
        var line = JSONLine()
        line.add("stream", answer.stream)
        line.add("version", answer.version)
        line.add("time", answer.time?.text)
        line.add("model", text: answer.model)
        line.add("state", value: shown)
        line.add("folded", answer.folded)
        line.add("from", text: origin)
        line.add("errors", list: (answer.errors + unchecked).map { JSONLine($0) })
        if !answer.broken.isEmpty { line.add("broken", texts: answer.broken.map(\.name)) }
        return line
    }

    func print(in zone: Zone, on console: Console) throws {
        let style = console.style
        try console.out.line(style.heading(sanitised(headline(in: zone))).utf8)
        try console.out.line(style.faint(sanitised(fold)).utf8)
        try printState(on: console)
    }

    /// The values, and what is wrong with them.
    func printState(on console: Console) throws {
        let style = console.style
        var facts = FactList()
        for leaf in shown.leaves(at: path) { facts.add(leaf.path.description, leaf.value.line) }
        try facts.print(on: console)
        for invariant in answer.broken { try console.out.line(style.alarm(sanitised("! does not hold: \(invariant)")).utf8) }
        for error in answer.errors { try console.out.line(style.alarm("! " + ErrorRenderer.sentence(for: error)).utf8) }
    }

    /// Invariants that could not be checked are errors of the model's too.
    private var unchecked: [FoldProblem] {
        answer.broken.compactMap(\.error).map { FoldProblem(version: answer.version, position: -1, type: "", error: $0) }
    }

    private func headline(in zone: Zone) -> String {
        guard answer.index >= 0 else { return "\(answer.stream) before its first event" }
        let time = answer.time.map { ", \($0.instant.longText(in: zone))" } ?? ""
        return "\(answer.stream) after version \(answer.version)\(time)"
    }

    private var fold: String {
        let events = answer.folded == 1 ? "1 event" : "\(answer.folded) events"
        let from = "\(events) folded from \(origin == "start" ? "the start" : origin)"
        return answer.isModel
            ? "model \(answer.model), \(from)" : "no model claims this stream: the last value of each field, \(from)"
    }

    private var origin: String {
        switch answer.origin {
        case .start: "start"
        case .checkpoint(let version): "checkpoint \(version)"
        case .snapshot(let version): "snapshot \(version)"
        }
    }
}

extension JSONLine {
    /// An event that could not be folded.
    init(_ problem: FoldProblem) {
        self.init()
        add("version", problem.version)
        if problem.position >= 0 {
            add("position", problem.position)
            add("type", problem.type)
        }
        add(problem.error)
    }

    mutating func add(_ error: HandlerError) {
        add("handler", text: error.handler)
        add("path", text: error.path)
        add("line", error.line)
        add("message", text: error.message)
    }
}
