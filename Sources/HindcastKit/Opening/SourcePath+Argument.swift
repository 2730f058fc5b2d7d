import ArgumentParser
import EventLog

extension SourcePath: ExpressibleByArgument {
    package init?(argument: String) { self.init(bytes: ArgumentText.bytes(of: argument)) }
}
