import EventLog
import Glibc
import JSONText
import Testing
import TestSupport

/// A disk that keeps only what was synced: after the n-th call the power goes, and the folder is put back as the disk had it.
private final class PowerLoss: FileCalls, @unchecked Sendable {
    private let real = SystemFileCalls()
    private let root: String
    /// Contents by inode, and names, as the disk has them.
    private var contents: [UInt64: [UInt8]] = [:]
    private var names: [String: UInt64] = [:]
    private var opened: [Int32: String] = [:]
    private var calls = 0
    var endsAtCall = Int.max
    private(set) var isOff = false

    init(_ root: String) { self.root = root }

    private func step(_ call: String) throws(FileCallError) {
        calls += 1
        if calls >= endsAtCall { isOff = true }
        if isOff { throw FileCallError(call: call, code: EIO) }
    }

    private func inode(_ path: String) -> UInt64? { (try? real.status(at: path))?.inode }

    /// Puts on the disk what lies in a folder now: the names, not what they stand for.
    private func keepNames(_ folder: String) {
        names = names.filter { $0.key.split(separator: "/").dropLast() != folder.split(separator: "/")[...] }
        for name in TestStore.names(in: folder) { names[folder + "/" + name] = inode(folder + "/" + name) }
    }

    /// As it is before the test begins.
    func keepAll(_ folder: String) {
        keepNames(folder.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 })
        keepNames(folder)
        for name in TestStore.names(in: folder) {
            if let number = inode(folder + "/" + name) { contents[number] = TestStore.bytes(of: folder + "/" + name) }
        }
    }

    /// The power is off: only what was synced is there. Of what was not, a part of the newest bytes may be.
    func putBack(_ folder: String, keepsUnsynced: Bool) throws {
        for file in opened.keys { try? real.close(file) }
        opened = [:]
        if names[folder] == nil, !keepsUnsynced {
            for name in TestStore.names(in: folder) { unlink(folder + "/" + name) }
            rmdir(folder)
            return
        }
        for name in TestStore.names(in: folder) {
            let path = folder + "/" + name
            guard let number = inode(path), names[path] == number || keepsUnsynced else { unlink(path); continue }
            let now = TestStore.bytes(of: path)
            let kept = contents[number] ?? []
            // What was written over or behind may have reached the disk in part.
            let bytes = keepsUnsynced && now.count > kept.count ? Array(now.prefix((now.count + kept.count) / 2)) : kept
            let file = Glibc.open(path, O_WRONLY | O_TRUNC)
            _ = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            Glibc.close(file)
        }
    }

    var user: UInt32 { real.user }
    func resolve(_ path: String) throws(FileCallError) -> String { try real.resolve(path) }
    func open(_ path: String, _ mode: FileMode) throws(FileCallError) -> Int32 {
        try step("open")
        let file = try real.open(path, mode)
        opened[file] = path
        return file
    }
    func close(_ file: Int32) throws(FileCallError) {
        guard opened.removeValue(forKey: file) != nil else { return }
        try real.close(file)
    }
    func status(of file: Int32) throws(FileCallError) -> FileStatus { try real.status(of: file) }
    func status(at path: String) throws(FileCallError) -> FileStatus { try real.status(at: path) }
    func read(_ file: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileCallError) -> Int {
        try real.read(file, into: buffer, at: offset)
    }
    func append(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileCallError) -> Int {
        try step("write")
        return try real.append(bytes, to: file)
    }
    func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, at offset: Int) throws(FileCallError) -> Int {
        try step("pwrite")
        return try real.write(bytes, to: file, at: offset)
    }
    func syncData(_ file: Int32) throws(FileCallError) {
        try step("fdatasync")
        if let status = try? real.status(of: file) {
            contents[status.inode] = (try? real.everything(file, status.size)) ?? []
        }
    }
    func syncFolder(_ folder: Int32) throws(FileCallError) {
        try step("fsync")
        if let path = opened[folder] { keepNames(path) }
    }
    func truncate(_ file: Int32, to size: Int) throws(FileCallError) { try step("ftruncate"); try real.truncate(file, to: size) }
    func renameNew(_ old: String, to new: String) throws(FileCallError) { try step("rename"); try real.renameNew(old, to: new) }
    func rename(_ old: String, to new: String) throws(FileCallError) { try step("rename"); try real.rename(old, to: new) }
    func remove(_ path: String) throws(FileCallError) { try step("unlink"); try real.remove(path) }
    func makeFolder(_ path: String) throws(FileCallError) { try step("mkdir"); try real.makeFolder(path) }
    func removeFolder(_ path: String) throws(FileCallError) { try step("rmdir"); try real.removeFolder(path) }
    func names(in folder: String) throws(FileCallError) -> [String] { try real.names(in: folder) }
    func makePrivate(_ file: Int32, isFolder: Bool) throws(FileCallError) { try real.makePrivate(file, isFolder: isFolder) }
    func lock(_ file: Int32, milliseconds: Int) throws(FileCallError) -> Bool { try real.lock(file, milliseconds: milliseconds) }
    func unlock(_ file: Int32) throws(FileCallError) { try real.unlock(file) }
    func holder(ofLockOn status: FileStatus) -> Int32? { nil }
    func startWriting(_ file: Int32, _ range: Range<Int>) {}
    func forgetCached(_ file: Int32) {}
}

extension SystemFileCalls {
    fileprivate func everything(_ file: Int32, _ size: Int) throws(FileCallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var failure: FileCallError?
        bytes.withUnsafeMutableBytes { buffer in
            do throws(FileCallError) { _ = try read(file, into: buffer, at: 0) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }
}

@Suite struct PowerLossTests {
    @Test(arguments: [false, true], [false, true])
    func `S42 what was acknowledged outlives the power, at whatever call it goes`(_ isNew: Bool, _ keepsUnsynced: Bool) throws {
        var endsAt = 1
        var isOver = false
        while !isOver {
            try withStore { test in
                var acknowledged: [String] = []
                if !isNew {
                    try test.append([100])
                    try test.write(#"{"stream":"a","ver"#, appending: true)
                    acknowledged = ["100"]
                }
                let disk = PowerLoss(test.folder.path)
                if !isNew { disk.keepAll(test.path) }
                disk.endsAtCall = endsAt
                var attempted: [String] = []
                do {
                    let store = try test.open(calls: disk)
                    for numbers in [[0], [1, 2, 3], [4], [5, 6]] {
                        attempted = numbers.map { "\($0)" }
                        try store.append(numbers.map { event($0) }, to: "a", expecting: .any)
                        acknowledged += attempted
                        attempted = []
                    }
                } catch {}
                isOver = !disk.isOff
                try disk.putBack(test.path, keepsUnsynced: keepsUnsynced)
                let store = try test.open()
                #expect(store.damage == nil, "call \(endsAt)")
                try store.append([event(50)], to: "a", expecting: .any)
                let found = test.ids
                #expect(
                    found == acknowledged + ["50"] || found == acknowledged + attempted + ["50"],
                    "call \(endsAt): \(acknowledged), perhaps \(attempted); found \(found)")
            }
            endsAt += 1
        }
        #expect(endsAt > 8)
    }
}
