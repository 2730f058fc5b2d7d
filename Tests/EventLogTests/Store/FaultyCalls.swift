import EventLog
import Glibc
import JSONText

/// The real calls, but for what a test wants to go wrong.
final class FaultyCalls: FileCalls, @unchecked Sendable {
    enum Fault {
        /// The call fails with this error.
        case fail(Int32)
        /// A write takes only so many bytes; the next one is whole again.
        case shorten(Int)
        /// A write takes only so many bytes, and every write behind it fails.
        case shortenThenFail(Int, Int32)
        /// The process ends here: a write has taken so many bytes, and no call does anything any more.
        case end(afterBytes: Int)
    }

    struct Ended: Error {}

    private let real = SystemFileCalls()
    /// `write 1`: how often each call was made, in order.
    private(set) var made: [String] = []
    private var counts: [String: Int] = [:]
    private var plans: [(call: String, number: Int, forEver: Bool, fault: Fault)] = []
    private var opened: Set<Int32> = []
    private(set) var hasEnded = false
    private var calls = 0
    /// At the call of that number, of whatever kind, the process ends.
    var endsAtCall: Int?
    var endBytes = 0
    var doesNothingAtTheEnd = true

    /// - Parameter number: from 1, counted from now on.
    func plan(_ call: String, _ fault: Fault, at number: Int = 1, forEver: Bool = false) {
        plans.append((call, counts[call, default: 0] + number, forEver, fault))
    }

    func forget() { plans = [] }
    var callCount: Int { calls }

    /// What the kernel does when a process ends: all its files are closed, its locks gone.
    func end() {
        hasEnded = true
        for file in opened { try? real.close(file) }
        opened = []
    }

    private func fault(_ call: String) throws(FileCallError) -> Fault? {
        if hasEnded { throw FileCallError(call: call, code: -1) }
        calls += 1
        counts[call, default: 0] += 1
        let count = counts[call]!
        made.append(call)
        if calls == endsAtCall { return .end(afterBytes: endBytes) }
        return plans.first { $0.call == call && ($0.number == count || $0.forEver && $0.number < count) }?.fault
    }

    private func attempt<Result>(_ call: String, _ body: () throws(FileCallError) -> Result) throws(FileCallError) -> Result {
        switch try fault(call) {
        case .fail(let code)?: throw FileCallError(call: call, code: code)
        case .end?:
            if !doesNothingAtTheEnd { _ = try? body() }
            end()
            throw FileCallError(call: call, code: -1)
        default: return try body()
        }
    }

    private func attemptWrite(
        _ call: String, _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(FileCallError) -> Int
    ) throws(FileCallError) -> Int {
        func part(_ count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[..<min(count, bytes.count)]) }
        switch try fault(call) {
        case .fail(let code)?: throw FileCallError(call: call, code: code)
        case .shorten(let count)?: return try body(part(count))
        case .shortenThenFail(let count, let code)?:
            plan(call, .fail(code), forEver: true)
            return try body(part(count))
        case .end(let count)?:
            _ = try? body(part(count))
            end()
            throw FileCallError(call: call, code: -1)
        case nil: return try body(bytes)
        }
    }

    var user: UInt32 { real.user }
    func resolve(_ path: String) throws(FileCallError) -> String { try attempt("realpath") { () throws(FileCallError) in try real.resolve(path) } }
    func open(_ path: String, _ mode: FileMode) throws(FileCallError) -> Int32 {
        let file = try attempt("open") { () throws(FileCallError) in try real.open(path, mode) }
        opened.insert(file)
        return file
    }
    func close(_ file: Int32) throws(FileCallError) {
        guard opened.remove(file) != nil else { return }
        var failure: FileCallError?
        do throws(FileCallError) { _ = try attempt("close") { () throws(FileCallError) in } } catch { failure = error }
        if !hasEnded || failure != nil { try? real.close(file) }
        if let failure { throw failure }
    }
    func status(of file: Int32) throws(FileCallError) -> FileStatus { try attempt("fstat") { () throws(FileCallError) in try real.status(of: file) } }
    func status(at path: String) throws(FileCallError) -> FileStatus { try attempt("stat") { () throws(FileCallError) in try real.status(at: path) } }
    func read(_ file: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileCallError) -> Int {
        try attempt("pread") { () throws(FileCallError) in try real.read(file, into: buffer, at: offset) }
    }
    func append(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileCallError) -> Int {
        try attemptWrite("write", bytes) { part throws(FileCallError) in try real.append(part, to: file) }
    }
    func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, at offset: Int) throws(FileCallError) -> Int {
        try attemptWrite("pwrite", bytes) { part throws(FileCallError) in try real.write(part, to: file, at: offset) }
    }
    func syncData(_ file: Int32) throws(FileCallError) { try attempt("fdatasync") { () throws(FileCallError) in try real.syncData(file) } }
    func syncFolder(_ folder: Int32) throws(FileCallError) { try attempt("fsync") { () throws(FileCallError) in try real.syncFolder(folder) } }
    func truncate(_ file: Int32, to size: Int) throws(FileCallError) {
        try attempt("ftruncate") { () throws(FileCallError) in try real.truncate(file, to: size) }
    }
    func renameNew(_ old: String, to new: String) throws(FileCallError) {
        try attempt("renameNew") { () throws(FileCallError) in try real.renameNew(old, to: new) }
    }
    func rename(_ old: String, to new: String) throws(FileCallError) {
        try attempt("rename") { () throws(FileCallError) in try real.rename(old, to: new) }
    }
    func remove(_ path: String) throws(FileCallError) { try attempt("unlink") { () throws(FileCallError) in try real.remove(path) } }
    func makeFolder(_ path: String) throws(FileCallError) { try attempt("mkdir") { () throws(FileCallError) in try real.makeFolder(path) } }
    func removeFolder(_ path: String) throws(FileCallError) { try attempt("rmdir") { () throws(FileCallError) in try real.removeFolder(path) } }
    func names(in folder: String) throws(FileCallError) -> [String] { try attempt("opendir") { () throws(FileCallError) in try real.names(in: folder) } }
    func makePrivate(_ file: Int32, isFolder: Bool) throws(FileCallError) {
        try attempt("fchmod") { () throws(FileCallError) in try real.makePrivate(file, isFolder: isFolder) }
    }
    func lock(_ file: Int32, milliseconds: Int) throws(FileCallError) -> Bool {
        try attempt("flock") { () throws(FileCallError) in try real.lock(file, milliseconds: milliseconds) }
    }
    func unlock(_ file: Int32) throws(FileCallError) { try attempt("unlock") { () throws(FileCallError) in try real.unlock(file) } }
    func holder(ofLockOn status: FileStatus) -> Int32? { real.holder(ofLockOn: status) }
    func startWriting(_ file: Int32, _ range: Range<Int>) {}
    func forgetCached(_ file: Int32) {}
}
