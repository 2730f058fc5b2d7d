import ArgumentParser
import EventLog

// How an argument becomes a path is known where paths are: `SourcePath.init(argument:)`.
extension SourcePath: ExpressibleByArgument {
    static var defaultCompletionKind: CompletionKind { .file() }
}
