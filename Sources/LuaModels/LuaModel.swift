internal import Digest
package import Rehydration

/// A model written in Lua: the text of one file, read once.
package struct LuaModel: Model {
    /// The file's name without its folder.
    package let name: String
    /// As it was given; equal to `name` where there is no file.
    package let path: String
    package let source: [UInt8]
    package var limits: LuaLimits
    /// Stops all readers of this model.
    package let stopper: LuaStopper

    /// - Throws: `ModelError` if the file cannot be read, is no regular file, is larger than 1 MiB or is no text.
    package init(path: String, limits: LuaLimits = LuaLimits()) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        self.init(checkedName: name, path: path, source: try SourceText.read(path), limits: limits)
    }

    /// A model without a file.
    /// - Throws: `ModelError` if the source is too large or is no text.
    package init(name: String, source: String, limits: LuaLimits = LuaLimits()) throws {
        let bytes = Array(source.utf8)
        try SourceText.check(bytes, path: name)
        self.init(checkedName: name, path: name, source: bytes, limits: limits)
    }

    private init(checkedName name: String, path: String, source: [UInt8], limits: LuaLimits) {
        self.name = name
        self.path = path
        self.source = source
        self.limits = limits
        stopper = LuaStopper()
    }

    /// Of its text and limits; two files of one content are one model.
    /// The number counts what the host makes of the same text.
    package var fingerprint: String? { "lua 2 \(SHA256.hexadecimal(of: source)) \(limits.steps) \(limits.memory)" }

    /// The SHA-256 of its text, by which it is trusted.
    package var digest: String { SHA256.hexadecimal(of: source) }

    package func makeReader() throws -> any ModelReader { try LuaReader(self) }
}
