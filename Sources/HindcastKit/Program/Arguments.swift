import EventLog
import Glibc

/// What the process was started with, the program's name left out. `CommandLine.arguments` would lose what is no UTF-8.
enum Arguments {
    static var all: [String] {
        let arguments = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
        return arguments.dropFirst().compactMap { $0 }.map { argument in
            ArgumentText.text(of: UnsafeBufferPointer(start: argument, count: strlen(argument)).map(UInt8.init(bitPattern:)))
        }
    }
}
