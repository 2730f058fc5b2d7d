internal import CSimdjson

/// Reads JSON texts, keeping its buffers between them.
///
/// A class because it owns memory on the C side; used by one thread at a time, hence not `Sendable`.
package final class JSONParser {
    /// Levels of nesting that are read. Deeper texts are refused, so that nothing that walks a value can overflow a stack.
    package static let maximumDepth = 512

    private let handle: OpaquePointer

    package init() {
        guard let handle = csj_parser_new() else { preconditionFailure("out of memory for a JSON parser") }
        self.handle = handle
    }

    deinit { csj_parser_free(handle) }

    /// Calls `body` with the root of the checked text. The view lives only inside `body`.
    /// - Complexity: O(bytes), one copy of the text, no allocation once the buffers have grown.
    package func parse<Result>(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (JSONView) throws -> Result
    ) throws -> Result {
        guard let base = text.baseAddress else { throw JSONError(fault: .empty, offset: 0) }
        let result = csj_parse(handle, base, text.count, UInt32(Self.maximumDepth))
        guard result.error == 0, let nodes = result.nodes else {
            throw JSONError(code: Int32(result.error), offset: result.offset)
        }
        return try body(JSONView(text: base, nodes: nodes, index: 0))
    }

    package func parse<Result>(_ text: some Collection<UInt8>, _ body: (JSONView) throws -> Result) throws -> Result {
        if let result = try text.withContiguousStorageIfAvailable({ try parse($0, body) }) { return result }
        return try Array(text).withUnsafeBufferPointer { try parse($0, body) }
    }

    /// The whole text as a value. O(bytes), and one allocation per string, array and object.
    package func value(of text: some Collection<UInt8>) throws -> JSONValue { try parse(text) { $0.value } }
}
