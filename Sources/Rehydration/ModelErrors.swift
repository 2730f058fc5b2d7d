/// A model that does not load.
package struct ModelError: Error, Hashable, Sendable {
    package let path: String
    /// From 1; nil where the fault has no place in the file.
    package let line: Int?
    package let message: String

    package init(path: String, line: Int?, message: String) {
        self.path = path
        self.line = line
        self.message = message
    }
}

/// A handler, upcaster, invariant or expression that failed on an event.
package struct HandlerError: Error, Hashable, Sendable {
    /// As the model's author knows it: `account.on.MoneyDeposited`, `upcast Deposited 1→2`.
    package let handler: String
    /// `bank.lua`; nil for a host without files.
    package let path: String?
    package let line: Int?
    package let message: String

    package init(handler: String, path: String?, line: Int?, message: String) {
        self.handler = handler
        self.path = path
        self.line = line
        self.message = message
    }
}

/// An expression that does not compile.
package struct ExpressionError: Error, Hashable, Sendable {
    package let source: String
    /// From 1, in bytes of `source`.
    package let column: Int
    package let message: String

    package init(source: String, column: Int, message: String) {
        self.source = source
        self.column = column
        self.message = message
    }
}
