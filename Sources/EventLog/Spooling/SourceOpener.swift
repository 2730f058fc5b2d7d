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
            return path == .standardInput ? try openStandardInput(watching) : try openFile(path, watching)
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

    private func openFile(_ path: SourcePath, _ watching: SpoolWatching) throws(SourceError.Problem) -> SourceFile {
        // A device or socket is not even opened, a pipe that was read not again.
        let before = try Self.status(of: path)
        let kind = FileKind(before)
        if kind != .regular, kind != .pipe, let other = kind.other { throw .notAFile(other) }
        if let file = keptFile(before) { return file }

        let descriptor = try OpenDescriptor.open(path)
        let status = try descriptor.status()
        switch FileKind(status) {
        case .regular: return try openRegular(path, descriptor, status, watching)
        case .pipe: return try spool(path, descriptor, status, awaitsWriter: true, watching)
        case let other: throw .notAFile(other.other ?? "")
        }
    }

    private func openRegular(
        _ path: SourcePath, _ descriptor: OpenDescriptor, _ status: stat, _ watching: SpoolWatching
    ) throws(SourceError.Problem) -> SourceFile {
        let head = try descriptor.bytes(at: 0, count: 4)
        // Files of /proc say that they are empty, and are made anew for every reader.
        let sizeNow = try descriptor.status().st_size
        let isMade = status.st_size == 0 && status.st_blocks == 0 && !head.isEmpty && sizeNow == 0
        if isMade || Compression(magic: head) != nil { return try spool(path, descriptor, status, awaitsWriter: false, watching) }
        let file = SourceFile(path, descriptor, size: Int(status.st_size))
        let unwrapped = try UnwrappedFile.of(file, limits: limits, stop: { self.stop() || watching.isStopped() })
        if unwrapped.isSpooled { keep(unwrapped, status) }
        return unwrapped
    }

    private func openStandardInput(_ watching: SpoolWatching) throws(SourceError.Problem) -> SourceFile {
        if isatty(standardInput) == 1 { throw .standardInputIsTerminal }
        let descriptor = try OpenDescriptor.duplicate(of: standardInput)
        let status = try descriptor.status()
        if let file = keptFile(status) { return file }
        switch FileKind(status) {
        case .folder: throw .notAFile("a folder")
        // `hindcast - < export.jsonl`: as good as the file itself, if nothing of it was read before.
        case .regular where lseek(descriptor.number, 0, SEEK_CUR) == 0: return try openRegular(.standardInput, descriptor, status, watching)
        default: return try spool(.standardInput, descriptor, status, awaitsWriter: false, watching)
        }
    }

    private func spool(
        _ path: SourcePath, _ descriptor: OpenDescriptor, _ status: stat, awaitsWriter: Bool, _ watching: SpoolWatching
    ) throws(SourceError.Problem) -> SourceFile {
        let stop: @Sendable () -> Bool = { [stop] in stop() || watching.isStopped() }
        let watch = watching.arrived.map { SpoolWatch(bytes: FileKind(status) == .regular ? Int(status.st_size) : 0, $0) }
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
