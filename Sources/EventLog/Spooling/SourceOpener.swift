internal import Glibc
internal import Synchronization

/// Opens sources: files as they are; what can be read only once, or has to be unpacked, by way of a spool.
///
/// One for a session. What came through a pipe is kept until then, so that it can be opened again with another model; what was
/// unpacked, as long as somebody has it open.
package final class SourceOpener: Sendable {
    private let limits: SpoolLimits
    private let standardInput: Int32
    private let stop: @Sendable () -> Bool
    private let kept = Mutex<[FileIdentity: Kept]>([:])

    /// - Parameters:
    ///   - standardInput: the descriptor that `-` stands for.
    ///   - stop: asked for each block that is spooled; what came until then is kept.
    package init(
        limits: SpoolLimits = SpoolLimits(), standardInput: Int32 = 0, stop: @escaping @Sendable () -> Bool = { false }
    ) {
        self.limits = limits
        self.standardInput = standardInput
        self.stop = stop
    }

    /// - Complexity: O(1) for a file as it is; O(bytes, unpacked) the first time for others.
    /// - Throws: `SourceError`: it is not there, must not be read, is neither file nor pipe, cannot be unpacked, does not fit.
    package func open(_ path: SourcePath) throws(SourceError) -> SourceFile { try open(path, SpoolWatching()) }

    /// The same for somebody who waits, is shown what is there, and may have enough of it.
    func open(_ path: SourcePath, _ watching: SpoolWatching) throws(SourceError) -> SourceFile {
        do throws(SourceError.Problem) {
            switch try find(path) {
            case .file(let file): return file
            case .wrapped(let file, let status): return try unwrap(file, status, watching)
            case .packed(let descriptor, let status, let awaitsWriter): return try spool(path, descriptor, status, awaitsWriter: awaitsWriter, watching)
            }
        } catch {
            throw SourceError(path: path.description, problem: error)
        }
    }

    /// Opens what is read as it is, or was spooled before. Nil where it has to be unpacked first.
    /// - Complexity: O(1).
    /// - Throws: `SourceError`: it is not there, must not be read, is neither file nor pipe.
    func openAtOnce(_ path: SourcePath) throws(SourceError) -> SourceFile? {
        do throws(SourceError.Problem) {
            if path != .standardInput {
                let status = try Self.status(of: path)
                // A pipe's writer would notice.
                if FileKind(status) == .pipe { return keptFile(status) }
            }
            if case .file(let file) = try find(path) { return file }
            return nil
        } catch {
            throw SourceError(path: path.description, problem: error)
        }
    }

    /// What hinders opening, as far as it can be told without opening: a pipe's writer would notice.
    /// - Throws: `SourceError`.
    package func check(_ path: SourcePath) throws(SourceError) {
        do throws(SourceError.Problem) {
            if path == .standardInput {
                if isatty(standardInput) == 1 { throw .standardInputIsTerminal }
                return
            }
            let kind = FileKind(try Self.status(of: path))
            if kind != .regular, kind != .pipe, let other = kind.other { throw .notAFile(other) }
            guard path.withCString({ access($0, R_OK) }) == 0 else { throw .system(errno) }
        } catch {
            throw SourceError(path: path.description, problem: error)
        }
    }

    /// What stands behind a path.
    private enum Found {
        case file(SourceFile)
        /// Text around the records.
        case wrapped(SourceFile, stat)
        /// Compressed, or to be read only once.
        case packed(OpenDescriptor, stat, awaitsWriter: Bool)
    }

    private func find(_ path: SourcePath) throws(SourceError.Problem) -> Found {
        if path == .standardInput { return try findStandardInput() }
        // A device or socket is not even opened, a pipe that was read not again.
        let before = try Self.status(of: path)
        let kind = FileKind(before)
        if kind != .regular, kind != .pipe, let other = kind.other { throw .notAFile(other) }
        if let file = keptFile(before) { return .file(file) }

        let descriptor = try OpenDescriptor.open(path)
        let status = try descriptor.status()
        switch FileKind(status) {
        case .regular: return try findRegular(path, descriptor, status)
        case .pipe: return .packed(descriptor, status, awaitsWriter: true)
        case let other: throw .notAFile(other.other ?? "")
        }
    }

    private func findRegular(_ path: SourcePath, _ descriptor: OpenDescriptor, _ status: stat) throws(SourceError.Problem) -> Found {
        let head = try descriptor.bytes(at: 0, count: 4)
        // Files of /proc say that they are empty, and are made anew for every reader.
        let sizeNow = try descriptor.status().st_size
        let isMade = status.st_size == 0 && status.st_blocks == 0 && !head.isEmpty && sizeNow == 0
        if isMade || Compression(magic: head) != nil { return .packed(descriptor, status, awaitsWriter: false) }
        let file = SourceFile(path, descriptor, size: Int(status.st_size))
        return Wrapping.of(try file.bytes(0..<Wrapping.headSize)) == nil ? .file(file) : .wrapped(file, status)
    }

    private func findStandardInput() throws(SourceError.Problem) -> Found {
        if isatty(standardInput) == 1 { throw .standardInputIsTerminal }
        let descriptor = try OpenDescriptor.duplicate(of: standardInput)
        let status = try descriptor.status()
        if let file = keptFile(status) { return .file(file) }
        switch FileKind(status) {
        case .folder: throw .notAFile("a folder")
        // `hindcast - < export.jsonl`: as good as the file itself, if nothing of it was read before.
        case .regular where lseek(descriptor.number, 0, SEEK_CUR) == 0: return try findRegular(.standardInput, descriptor, status)
        default: return .packed(descriptor, status, awaitsWriter: false)
        }
    }

    private func unwrap(_ file: SourceFile, _ status: stat, _ watching: SpoolWatching) throws(SourceError.Problem) -> SourceFile {
        let watch = watching.arrived.map { SpoolWatch($0) }
        let unwrapped = try UnwrappedFile.of(file, limits: limits, watch: watch, stop: { self.stop() || watching.isStopped() })
        keep(unwrapped, status)
        return unwrapped
    }

    private func spool(
        _ path: SourcePath, _ descriptor: OpenDescriptor, _ status: stat, awaitsWriter: Bool, _ watching: SpoolWatching
    ) throws(SourceError.Problem) -> SourceFile {
        let stop: @Sendable () -> Bool = { [stop] in stop() || watching.isStopped() }
        let watch = watching.arrived.map { SpoolWatch($0) }
        let spooled = try Spooler.spool(
            SpoolInput(descriptor: descriptor, awaitsWriter: awaitsWriter, limits: limits, stop: stop, watch: watch), as: path)
        // What was spooled until somebody had enough is unwrapped all the same.
        let file = try UnwrappedFile.of(spooled, limits: limits, stop: spooled.shortfall == .stopped ? { false } : stop)
        keep(file, status)
        return file
    }

    private func keep(_ file: SourceFile, _ status: stat) {
        if file.shortfall != .stopped { kept.withLock { $0[FileIdentity(status)] = Kept(file, status) } }
    }

    private func keptFile(_ status: stat) -> SourceFile? {
        kept.withLock { $0[FileIdentity(status)]?.file(now: status) }
    }

    private static func status(of path: SourcePath) throws(SourceError.Problem) -> stat {
        guard let status = path.status else { throw .system(errno) }
        return status
    }
}

/// A spool, and what it was made from.
private struct Kept {
    private let once: SourceFile?
    private weak var again: SourceFile?
    private let size: Int
    private let changed: timespec

    init(_ file: SourceFile, _ status: stat) {
        once = FileKind(status) == .regular ? nil : file
        again = file
        size = Int(status.st_size)
        changed = status.st_mtim
    }

    /// Nil where it has to be read again.
    func file(now status: stat) -> SourceFile? {
        if let once { return once }
        let isSame = Int(status.st_size) == size && status.st_mtim.tv_sec == changed.tv_sec && status.st_mtim.tv_nsec == changed.tv_nsec
        return isSame ? again : nil
    }
}
