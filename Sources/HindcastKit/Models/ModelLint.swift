import EventLog
import JSONText
import LuaModels
import Rehydration

/// What is wrong with models, or at least doubtful, told without any events.
enum ModelLint {
    struct Finding: Hashable {
        enum Severity: String { case error, warning }

        let severity: Severity
        let kind: String
        let path: String
        let line: Int?
        let message: String

        var place: String { line.map { "\(path):\($0)" } ?? path }
    }

    /// Loads the models as they would be loaded together.
    static func check(_ paths: [String]) -> [Finding] {
        var findings: [Finding] = []
        var readers: [LuaReader] = []
        for path in paths {
            do {
                let model = try LuaModel(path: path)
                let reader = try LuaReader(model)
                readers.append(reader)
                findings += doubts(about: reader, path) + doubts(about: model, reader)
            } catch let error as ModelError {
                findings.append(Finding(severity: .error, kind: "load", path: error.path, line: error.line, message: error.message))
            } catch {
                findings.append(Finding(severity: .error, kind: "load", path: path, line: nil, message: ErrorRenderer.sentence(for: error)))
            }
        }
        do {
            _ = try UpcasterChain(readers)
        } catch {
            let path = paths.first { $0.hasSuffix(error.model) } ?? error.model
            findings.append(Finding(severity: .error, kind: "upcasters", path: path, line: error.line, message: error.message))
        }
        return findings + unreached(readers, paths)
    }

    private static func doubts(about reader: LuaReader, _ path: String) -> [Finding] {
        func warning(_ kind: String, _ message: String) -> Finding {
            Finding(severity: .warning, kind: kind, path: path, line: nil, message: message)
        }
        var findings: [Finding] = []
        if reader.aggregates.isEmpty, reader.upcasters.isEmpty { findings.append(warning("empty", "declares nothing")) }
        let ignored = Set(reader.ignoredTypes)
        for aggregate in reader.aggregates {
            let what = aggregate.isProjection ? "projection" : "aggregate"
            if aggregate.handledTypes.isEmpty { findings.append(warning("no-handlers", "\(what) \(aggregate.name) has no handler")) }
            for type in aggregate.handledTypes where ignored.contains(type) {
                findings.append(warning("ignored-handler", "\(type) is ignored and yet has a handler in \(aggregate.name), which runs"))
            }
            do {
                _ = try aggregate.reads(ExactString("\(aggregate.name)-1"))
            } catch {
                findings.append(warning("streams", "asked about \(aggregate.name)-1: \(ErrorRenderer.sentence(for: error))"))
            }
            do {
                let state = try aggregate.initialState(of: ExactString("\(aggregate.name)-1"))
                _ = try aggregate.json(state)
                for broken in try aggregate.brokenInvariants(of: state) {
                    findings.append(warning("invariant", "does not hold before the first event of \(aggregate.name): \(broken)"))
                }
            } catch {
                findings.append(warning("initial", "initial of \(aggregate.name): \(ErrorRenderer.sentence(for: error))"))
            }
        }
        if reader.tellsSchemas { findings += doubtOfSchemas(reader, path) }
        return findings
    }

    /// Events that have nothing in them: a function that fails on one may fail on a real one.
    private static func doubtOfSchemas(_ reader: LuaReader, _ path: String) -> [Finding] {
        let types = reader.upcasters.map(\.type) + reader.aggregates.flatMap(\.handledTypes) + ["Some"]
        for type in types {
            let probe = Event(position: 0, stream: "probe-1", version: 0, type: type, data: Array("{}".utf8))
            do { _ = try reader.schema(of: probe) } catch {
                let message = "asked about an empty \(type): \(ErrorRenderer.sentence(for: error))"
                return [Finding(severity: .warning, kind: "schema_of", path: path, line: (error as? HandlerError)?.line, message: message)]
            }
        }
        return []
    }

    /// What the text says that cannot mean what it seems to.
    private static func doubts(about model: LuaModel, _ reader: LuaReader) -> [Finding] {
        let tokens = LuaTokens(model.source)
        func warning(_ kind: String, _ line: Int, _ message: String) -> Finding {
            Finding(severity: .warning, kind: kind, path: model.path, line: line, message: message)
        }
        var findings: [Finding] = []
        var told: Set<String> = []
        for global in tokens.globals {
            let whole = global.field.map { "\(global.name).\($0)" } ?? global.name
            if !reader.knows(global.name) {
                if told.insert(global.name).inserted { findings.append(warning("undefined", global.line, "\(global.name) is not defined: it is nil")) }
            } else if let field = global.field, Self.libraries.contains(global.name), !reader.knows(global.name, field), told.insert(whole).inserted {
                findings.append(warning("undefined", global.line, "\(whole) is not there in a model: it is nil"))
            }
        }
        guard reader.aggregates.contains(where: \.usesDecimals) else { return findings }
        return findings + Set(tokens.comparisonsWithNumbers).sorted().map {
            warning("decimal-equality", $0, "of a decimal, == and ~= with a number are never what they seem: write decimal.eq(a, b)")
        }
    }

    private static let libraries: Set<String> = ["string", "table", "math", "utf8", "decimal"]

    /// What upcasters lead to that nobody handles, and handlers for types that upcasters take away whole.
    private static func unreached(_ readers: [LuaReader], _ paths: [String]) -> [Finding] {
        let handled = Set(readers.flatMap { $0.aggregates.flatMap(\.handledTypes) })
        let known = handled.union(readers.flatMap(\.ignoredTypes))
        let steps = readers.flatMap { reader in reader.upcasters.map { (reader.name, $0) } }
        let sources = Set(steps.map(\.1.type))
        var findings: [Finding] = []
        for (model, step) in steps where !known.contains(step.newType) && !sources.contains(step.newType) {
            findings.append(Finding(
                severity: .warning, kind: "no-handler", path: paths.first { $0.hasSuffix(model) } ?? model, line: nil,
                message: "upcast \(step) leads to \(step.newType), which no aggregate handles"))
        }
        return findings
    }
}
