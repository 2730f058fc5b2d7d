import EventLog
import JSONText
package import Rehydration

/// A model written in Swift: your aggregates, projections and upcasters, for `Hindcast.main(models:)`.
/// What is wrong with it as a whole (a name twice, upcasters that form no chain) is told when a command runs, with exit 2.
public struct SwiftModel: Sendable {
    let name: String
    let parts: [ModelContent]
    let version: String?

    /// O(parts).
    /// - Parameters:
    ///   - name: what the screen calls it.
    ///   - version: says which code this is, as a release or commit: snapshots on disk are kept for it. Nil: none are kept.
    ///   - parts: aggregates, projections and upcasters; of aggregates, the first that claims a stream reads it.
    public init(_ name: String, version: String? = nil, _ parts: any ModelPart...) {
        self.name = name
        self.version = version
        self.parts = parts.map(\.content)
    }
}

/// The same as the engine's protocols have it.
package struct RegisteredModel: Model {
    private let model: SwiftModel

    package init(_ model: SwiftModel) { self.model = model }

    package var name: String { model.name }
    package var fingerprint: String? { model.version.map { "swift \(model.name) \($0)" } }
    package func makeReader() throws -> any ModelReader { try Reader(model) }

    private final class Reader: ModelReader {
        let name: String
        let upcasters: [UpcasterStep]
        let projections: [any ProjectionFold]
        private let aggregates: [any ProjectionFold]
        private let parts: [Upcaster]
        private let newest: [ExactString: Int]
        private let parser = JSONParser()

        init(_ model: SwiftModel) throws {
            name = model.name
            var names: Set<String> = []
            for part in model.parts {
                guard case .aggregate(let fold) = part.kind, !names.insert(fold.name).inserted else { continue }
                throw ModelError(path: model.name, line: nil, message: "\"\(fold.name)\" is declared twice")
            }
            parts = model.parts.compactMap { if case .upcaster(let upcaster) = $0.kind { upcaster } else { nil } }
            upcasters = try parts.map { part in
                guard part.from < part.to else {
                    throw ModelError(
                        path: model.name, line: nil, message: "upcast \(part.type) \(part.from)→\(part.to): a schema can only go up")
                }
                return UpcasterStep(type: part.type, from: part.from, to: part.to, newType: part.newType)
            }
            let newest = UpcasterStep.newestSchemas(of: upcasters)
            self.newest = newest
            aggregates = model.parts.compactMap {
                if case .aggregate(let fold) = $0.kind { fold.makeFold(newestSchemas: newest) } else { nil }
            }
            projections = model.parts.compactMap {
                if case .projection(let fold) = $0.kind { fold.makeFold(newestSchemas: newest) } else { nil }
            }
        }

        func fold(for stream: ExactString) throws -> (any Fold)? { try aggregates.first { try $0.reads(stream) } }

        func upcast(_ event: Event, by step: UpcasterStep) throws -> [Event] {
            func failed(_ message: String) -> HandlerError {
                HandlerError(handler: "upcast \(step)", path: nil, line: nil, message: message)
            }
            guard let index = upcasters.firstIndex(of: step) else { throw failed("no upcaster of this model") }
            do {
                let made = try parser.parse(event.data) { try parts[index].run($0, EventFacts(event, payload: $0, parser: parser)) }
                return made.map { new in
                    var next = event
                    next.type = new.type
                    next.schema = new.schema ?? (new.type == step.newType ? step.to : newest[new.type])
                    next.data = new.data
                    return next
                }
            } catch let error as CancellationError {
                throw error
            } catch {
                throw failed(swiftMessage(of: error))
            }
        }

        func expression(_ source: String) throws -> any Expression {
            throw ExpressionError(source: source, column: 1, message: "a model in Swift has no expressions")
        }
    }
}

extension Hindcast {
    /// The whole program with your own models: the same explorer and commands, with your production code.
    /// `--model FILE` still adds models in Lua, which are asked behind yours.
    /// Ends the process with the command's exit code: 0, 1, 2 or 130.
    public static func main(models: SwiftModel...) -> Never { main(registered: models.map { RegisteredModel($0) }) }
}
