import Glibc

/// A file that is written from its start through a buffer of a few MB.
struct Output: ~Copyable {
    private static let capacity = 4 << 20
    /// No single call of `append` needs more.
    private static let margin = 1 << 12

    private let descriptor: Int32
    private let buffer: UnsafeMutablePointer<UInt8>
    private var used = 0
    private(set) var bytes = 0

    init?(path: String) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        buffer = .allocate(capacity: Self.capacity)
    }

    deinit {
        buffer.deallocate()
        close(descriptor)
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    mutating func append(_ byte: UInt8) {
        buffer[used] = byte
        used += 1
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        (buffer + used).update(from: start, count: bytes.count)
        used += bytes.count
    }

    /// A number that is not negative, in decimal.
    mutating func append(_ number: Int) {
        var digits = 1
        var bound = 10
        while number >= bound {
            digits += 1
            bound *= 10
        }
        append(number, digits: digits)
    }

    /// The last `digits` decimal digits of a number that is not negative.
    mutating func append(_ number: Int, digits: Int) {
        var rest = number
        for place in stride(from: used + digits - 1, through: used, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        used += digits
    }

    /// The last `digits` hexadecimal digits.
    mutating func appendHex(_ number: UInt64, digits: Int) {
        var rest = number
        for place in stride(from: used + digits - 1, through: used, by: -1) {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            buffer[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
            rest >>= 4
        }
        used += digits
    }

    /// Ends a line, and writes the buffer out when it is nearly full. False where the file could not be written; `errno` says why.
    mutating func endLine() -> Bool {
        append(UInt8(ascii: "\n"))
        return used < Self.capacity - Self.margin || flush()
    }

    mutating func flush() -> Bool {
        var done = 0
        while done < used {
            let written = write(descriptor, buffer + done, used - done)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return false }
            done += written
        }
        bytes += used
        used = 0
        return true
    }
}
