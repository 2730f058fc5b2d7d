import Glibc

/// A system call that failed.
package struct SystemError: Error, Hashable, Sendable {
    /// As `errno` gave it.
    package let code: Int32
    /// What was being done: `writing the output`.
    package let doing: String

    package init(code: Int32, doing: String) {
        self.code = code
        self.doing = doing
    }

    /// The C library's words for an error number. The corresponding C function is `strerror_r`.
    package static func text(of code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard strerror_r(code, buffer.baseAddress!, buffer.count) == 0 else { return "error \(code)" }
            return String(cString: buffer.baseAddress!)
        }
    }
}
