internal import Synchronization

/// Opens the files of a log that have to be unpacked, several at once, and adds all to it in their order.
final class Unpacking: Sendable {
    private let files: [SourcePath]
    private let opener: SourceOpener
    private let format: EnvelopeFormat?
    private let monitor: ScanMonitor
    private let assembly: LogAssembly
    /// Those that need no unpacking.
    private let plain: [SourceFile?]
    private let packed: [Int]
    private let channel: Channel<Unpacked>
    private let workers: Int
    private let next = Atomic(0)
    private let isOver = Atomic(false)

    private struct Unpacked: Sendable {
        let number: Int
        let file: Result<SourceFile, SourceError>
    }

    private init(_ opening: HistoryOpening, _ plain: [SourceFile?], _ assembly: LogAssembly) {
        files = opening.files
        opener = opening.opener
        format = opening.format
        monitor = opening.monitor
        self.assembly = assembly
        self.plain = plain
        packed = plain.indices.filter { plain[$0] == nil }
        workers = max(1, min(opening.jobs, packed.count))
        channel = Channel(senders: workers)
    }

    /// - Parameter plain: the files that need no unpacking; nil for the others.
    /// - Complexity: O(bytes, unpacked); a spool on disk for each file that is.
    /// - Throws: `SourceError`.
    static func run(_ opening: HistoryOpening, _ plain: [SourceFile?], into assembly: LogAssembly) throws(SourceError) {
        let unpacking = Unpacking(opening, plain, assembly)
        var failure: SourceError?
        Threads.perform(unpacking.workers, { unpacking.work() }, beside: {
            do throws(SourceError) { try unpacking.assemble() } catch { failure = error }
            unpacking.isOver.store(true, ordering: .relaxed)
        })
        if let failure { throw failure }
    }

    private func isStopped() -> Bool { isOver.load(ordering: .relaxed) || monitor.isStopped() }

    private func work() {
        defer { channel.close() }
        while true {
            let place = next.add(1, ordering: .relaxed).oldValue
            // Of the first there is at least something, however soon somebody has enough.
            guard place < packed.count, place == 0 || !isStopped() else { return }
            let number = packed[place]
            let watching = SpoolWatching(isStopped: isStopped, arrived: { [assembly] in assembly.show($0, of: number) })
            let file: Result<SourceFile, SourceError>
            do throws(SourceError) { file = .success(try opener.open(files[number], watching)) } catch { file = .failure(error) }
            channel.send(Unpacked(number: number, file: file))
        }
    }

    private func assemble() throws(SourceError) {
        var waiting: [Int: Result<SourceFile, SourceError>] = [:]
        for (number, file) in plain.enumerated() {
            if let file { waiting[number] = .success(file) }
            while waiting[number] == nil {
                let arrived = channel.receive()
                guard !arrived.isEmpty else { return assembly.stop() }
                for one in arrived { waiting[one.number] = one.file }
            }
            switch waiting.removeValue(forKey: number)! {
            case .success(let file): guard try assembly.add(OpenedFile(file, format: format)) else { return }
            case .failure(let error): try assembly.refuse(error)
            }
        }
    }
}
