import Glibc

func fail(_ message: String) -> Never {
    let line = "make-export: \(message)\n"
    write(STDERR_FILENO, line, line.utf8.count)
    exit(2)
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == ["--help"] {
    print(Options.usage)
    exit(0)
}
var fault = ""
guard let options = Options(arguments, fault: &fault) else { fail("\(fault)\n\(Options.usage)") }
guard var out = Output(path: options.out) else { fail("\(options.out): \(String(cString: strerror(errno)))") }
guard options.export.write(to: &out) else { fail("\(options.out): \(String(cString: strerror(errno)))") }
print(options.export.facts(bytes: out.bytes))
