import ArgumentParser
import JSONText

/// What the declarations say of one command: a value, read from the parser's own description of the program.
struct CommandDescription {
    struct Argument {
        enum Kind { case positional, option, flag }

        let kind: Kind
        /// With dashes, the long one last; empty for a positional.
        let names: [String]
        let valueName: String
        let abstract: String
        let isOptional: Bool
        let isRepeating: Bool
        let values: [String]
        let defaultValue: String?
    }

    /// With its parents' names, the program's left out: `model new`; empty for the program itself.
    let name: String
    let abstract: String
    let discussion: String
    let usage: String
    let arguments: [Argument]

    /// The program and each of its commands that the help shows, in its order; commands of commands stand behind theirs.
    static func all() throws -> [CommandDescription] {
        let description = try JSONParser().value(of: RootCommand._dumpHelp().utf8)
        guard let root = description.object?["command"]?.object else { return [] }
        return commands(root, RootCommand.self, [])
    }

    /// One command alone, without those below it.
    static func of(_ type: any ParsableCommand.Type) throws -> CommandDescription {
        let description = try JSONParser().value(of: type._dumpHelp().utf8)
        return described(description.object?["command"]?.object ?? JSONObject(), type, [type._commandName])
    }

    private static func described(_ json: JSONObject, _ type: any ParsableCommand.Type, _ path: [String]) -> CommandDescription {
        CommandDescription(
            name: path.joined(separator: " "), abstract: json["abstract"].text, discussion: json["discussion"].text,
            usage: type.configuration.usage ?? "", arguments: (json["arguments"]?.array ?? []).compactMap(Argument.init))
    }

    private static func commands(_ json: JSONObject, _ type: any ParsableCommand.Type, _ parents: [String]) -> [CommandDescription] {
        let path = parents.isEmpty && type == RootCommand.self ? [] : parents + [json["commandName"].text]
        let this = described(json, type, path)
        let subtypes = type.configuration.subcommands
        let below = (json["subcommands"]?.array ?? []).compactMap(\.object).flatMap { json -> [CommandDescription] in
            guard let type = subtypes.first(where: { $0.configuration.commandName == json["commandName"].text }) else { return [] }
            return type.configuration.shouldDisplay ? commands(json, type, path) : []
        }
        return [this] + below
    }
}

extension CommandDescription.Argument {
    /// Nil for what the help does not show.
    fileprivate init?(_ value: JSONValue) {
        guard let json = value.object, json["shouldDisplay"] == true else { return nil }
        kind = switch json["kind"].text {
        case "positional": .positional
        case "flag": .flag
        default: .option
        }
        names = (json["names"]?.array ?? []).compactMap(\.object).map {
            ($0["kind"].text == "long" ? "--" : "-") + $0["name"].text
        }
        valueName = json["valueName"].text
        abstract = json["abstract"].text
        isOptional = json["isOptional"] == true
        isRepeating = json["isRepeating"] == true
        values = (json["allValues"]?.array ?? []).map { Optional($0).text }
        defaultValue = json["defaultValue"].map { Optional($0).text }
    }

    /// As it is typed: `--limit <count>`.
    var synopsis: String {
        let value = "<\(valueName)>" + (isRepeating && kind == .positional ? "…" : "")
        return kind == .positional ? value : names.joined(separator: ", ") + (kind == .option ? " <\(valueName)>" : "")
    }

    /// One sentence, with what may stand there and what does without it.
    var explanation: String {
        let choices = values.isEmpty ? "" : " One of \(values.joined(separator: ", "))."
        return abstract + choices + (defaultValue.map { " Default: \($0)." } ?? "")
    }
}

extension JSONValue? {
    fileprivate var text: String { self?.string?.description ?? "" }
}
