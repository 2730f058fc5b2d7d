extension FileCalls {
    /// Up to `range.count` bytes; fewer where the file ends before.
    func bytes(_ file: Int32, _ range: Range<Int>) throws(FileCallError) -> [UInt8] {
        var failure: FileCallError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                do throws(FileCallError) {
                    let got = try read(file, into: rest, at: range.lowerBound + count)
                    if got == 0 { break }
                    count += got
                } catch {
                    failure = error
                    break
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all, at the file's end or from an offset on.
    func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32, at offset: Int? = nil) throws(FileCallError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            if let offset { done += try write(rest, to: file, at: offset + done) } else { done += try append(rest, to: file) }
        }
    }

    func writeAll(_ bytes: [UInt8], to file: Int32, at offset: Int? = nil) throws(FileCallError) {
        var failure: FileCallError?
        bytes.withUnsafeBytes { buffer in
            do throws(FileCallError) { try writeAll(buffer, to: file, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// The names of a folder reach the disk.
    func syncFolder(at path: String) throws(FileCallError) {
        let folder = try open(path, .folder)
        defer { try? close(folder) }
        try syncFolder(folder)
    }

    func exists(_ path: String) -> Bool { (try? status(at: path)) != nil }
}

/// A descriptor that is closed when nobody holds it any more.
final class OpenFile {
    let number: Int32
    private let calls: any FileCalls
    private var isOpen = true

    init(_ number: Int32, _ calls: any FileCalls) {
        self.number = number
        self.calls = calls
    }

    deinit { if isOpen { try? calls.close(number) } }

    /// For whoever wants to know what the system says at last.
    func close() throws(FileCallError) {
        guard isOpen else { return }
        isOpen = false
        try calls.close(number)
    }
}
