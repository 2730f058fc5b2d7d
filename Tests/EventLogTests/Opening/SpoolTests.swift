import EventLog
import Glibc
import TestSupport
import Testing

@Suite("Sources that can be read only once")
struct SpoolTests {
    private static let lines = Bank.lines("a", [.opened(owner: "alice"), .deposited(50), .withdrawn(20)])
    private static let plain = Array(lines.map { $0 + "\n" }.joined().utf8)

    private func piped(_ bytes: [UInt8], limits: SpoolLimits = SpoolLimits()) throws -> (Pipe, SourceOpener) {
        let pipe = try Pipe()
        pipe.write(bytes)
        pipe.finish()
        return (pipe, SourceOpener(limits: limits, standardInput: pipe.output))
    }

    @Test("U07 standard input is read as any file, packed or not, and can be opened again")
    func standardInput() throws {
        for bytes in [Self.plain, gzipped(Self.plain), zstdCompressed(Self.plain)] {
            let (pipe, opener) = try piped(bytes)
            for _ in 0..<2 {
                let history = try History(files: [.standardInput], opener: opener)
                #expect(try history.events().map(\.text) == Self.lines)
                #expect(history.sources.map(\.file.path) == ["-"])
            }
            withExtendedLifetime(pipe) {}
        }
    }

    @Test("I12 nothing, one byte, a line feed: no events", arguments: ["", " ", "\n", "\r\n\n"])
    func nothing(text: String) throws {
        let (pipe, opener) = try piped(Array(text.utf8))
        #expect(try History(files: [.standardInput], opener: opener).count == 0)
        withExtendedLifetime(pipe) {}
    }

    @Test("a file as standard input is read from where it stands")
    func redirected() throws {
        try withTemporaryFolder { folder in
            let path = try folder.write("log", Self.plain)
            for start in [0, Self.lines[0].utf8.count + 1] {
                let descriptor = open(path, O_RDONLY | O_CLOEXEC)
                defer { close(descriptor) }
                lseek(descriptor, off_t(start), SEEK_SET)
                let history = try History(files: [.standardInput], opener: SourceOpener(standardInput: descriptor))
                #expect(try history.events().map(\.text) == (start == 0 ? Self.lines : Array(Self.lines[1...])))
                #expect(history.sources.map(\.file.isSpooled) == [start > 0])
            }
        }
    }

    @Test("I13 standard input that is a terminal, a folder or closed is refused")
    func noInput() throws {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(terminal) }
        #expect(problem(opening: try History(files: [.standardInput], opener: SourceOpener(standardInput: terminal))) == .standardInputIsTerminal)
        let folder = open("/", O_RDONLY | O_CLOEXEC)
        defer { close(folder) }
        #expect(problem(opening: try History(files: [.standardInput], opener: SourceOpener(standardInput: folder))) == .notAFile("a folder"))
        #expect(problem(opening: try History(files: [.standardInput], opener: SourceOpener(standardInput: 9999))) == .system(EBADF))
    }

    @Test("I13 a pipe is read to its end, a second time from its spool; one without a writer is given up")
    func namedPipe() throws {
        try withTemporaryFolder { folder in
            let path = try folder.makeFIFO("pipe")
            var limits = SpoolLimits()
            limits.patienceMilliseconds = 100
            #expect(problem(opening: try History(files: [SourcePath(path)], opener: SourceOpener(limits: limits))) == .noWriter)
            let large = Array((0..<5000).map { Bank.line("a", $0, .deposited($0)) + "\n" }.joined().utf8)
            let opener = SourceOpener()
            writeInBackground(large, to: path)
            #expect(try History(files: [SourcePath(path)], opener: opener).count == 5000)
            #expect(try History(files: [SourcePath(path)], opener: opener).count == 5000)
            writeInBackground(gzipped(large), to: path)
            #expect(try History(files: [SourcePath(path)]).count == 5000)
        }
    }

    @Test("I13 endless input ends when it is stopped, and what came is kept")
    func stopped() throws {
        let pipe = try Pipe()
        pipe.write(Self.plain)
        // The other end stays open: nobody knows whether more will come.
        let looks = Looks(2)
        let opener = SourceOpener(standardInput: pipe.output, stop: { looks.areOver() })
        let history = try History(files: [.standardInput], opener: opener)
        #expect(try history.events().map(\.text) == Self.lines)
        #expect(history.problemLines == [])
        #expect(history.notes.contains { $0.contains("stopped before its end") })
        pipe.finish()

        let zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC)
        defer { close(zeros) }
        #expect(problem(opening: try History(files: [.standardInput], opener: SourceOpener(standardInput: zeros))) == .notText("zero bytes"))
    }

    @Test("I13 a file of /proc says that it is empty, and is read all the same")
    func processFile() throws {
        let file = try SourceOpener().open("/proc/self/status")
        #expect(file.size > 100)
        #expect(try file.read(0..<5) == Array("Name:".utf8))
    }

    @Test("I19 a full disk is told before it is full")
    func noRoom() throws {
        var limits = SpoolLimits()
        limits.keepsFree = .max
        limits.keepsPart = 1
        limits.roomCheckedEvery = 1 << 10
        let (pipe, opener) = try piped((0..<100).flatMap { Array((Bank.line("a", $0, .deposited(1)) + "\n").utf8) }, limits: limits)
        guard case .noRoom? = problem(opening: try History(files: [.standardInput], opener: opener)) else { Issue.record("no end"); return }
        withExtendedLifetime(pipe) {}
    }

    @Test("P01 P06 a spool is for its owner only, has no name, and lies where it was asked for", arguments: [0o000, 0o022, 0o077], [true, false])
    func privacy(mask: mode_t, triesUnnamed: Bool) throws {
        try withTemporaryFolder { folder in
            var limits = SpoolLimits()
            limits.folder = SourcePath(folder.path)
            limits.triesUnnamed = triesUnnamed
            let before = umask(mask)
            let (pipe, opener) = try piped(Self.plain, limits: limits)
            let file = try opener.open(.standardInput)
            umask(before)
            #expect(folder.isEmpty)
            let spools = openFiles(under: folder.path)
            #expect(spools.count == 1)
            for status in spools {
                #expect(status.st_mode & 0o7777 == 0o600)
                #expect(status.st_nlink == 0)
                #expect(status.st_uid == geteuid())
            }
            withExtendedLifetime((pipe, file)) {}
        }
    }

    @Test("P06 a folder that no spool can be made in is named, not passed over")
    func noFolder() throws {
        var limits = SpoolLimits()
        limits.folder = "/nowhere"
        let (pipe, opener) = try piped(Self.plain, limits: limits)
        #expect(problem(opening: try History(files: [.standardInput], opener: opener)) == .noSpool("/nowhere", ENOENT))
        withExtendedLifetime(pipe) {}
    }

    /// What this process has open below a folder.
    private func openFiles(under folder: String) -> [stat] {
        (0..<1024).compactMap { number in
            var target = [UInt8](repeating: 0, count: 4096)
            let link = "/proc/self/fd/\(number)"
            let length = target.withUnsafeMutableBytes { readlink(link, $0.baseAddress!, $0.count) }
            guard length > 0, target.starts(with: folder.utf8) else { return nil }
            var status = stat()
            return stat(link, &status) == 0 ? status : nil
        }
    }
}

/// Says no so many times.
private final class Looks: @unchecked Sendable {
    // Asked by one thread only.
    private var left: Int

    init(_ count: Int) { left = count }

    func areOver() -> Bool {
        left -= 1
        return left < 0
    }
}
