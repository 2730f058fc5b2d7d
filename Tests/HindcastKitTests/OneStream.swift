import EventLog
import Glibc
import HindcastKit
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

/// The bank of the samples, for commands.
enum SampleBank {
    static let root = Array(#filePath.split(separator: "/").dropLast(3)).reduce("") { $0 + "/" + $1 }
    static let path = root + "/sample-streams/bank"
}

func text(ofFile path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
}

/// A command on account-1042 of the sample bank, under its model.
func ask(_ command: String, _ arguments: String..., source: String = SampleBank.path) -> Outcome {
    let out = MemorySink()
    let err = MemorySink()
    let status = Hindcast.run(
        arguments: [command, source, "--trust", "--stream", "account-1042"] + arguments, stdout: out, stderr: err, environment: { _ in nil })
    return Outcome(status: status, out: out.text, err: err.text)
}

/// One line on standard error that holds all of the texts, nothing on standard output, exit 2.
func expectTrouble(_ outcome: Outcome, _ texts: String..., at place: SourceLocation = #_sourceLocation) {
    #expect(outcome.status == .trouble, sourceLocation: place)
    #expect(outcome.out == "", sourceLocation: place)
    #expect(outcome.err.split(separator: "\n").count == 1, "\(outcome.err)", sourceLocation: place)
    for text in texts { #expect(outcome.err.contains(text), "\(outcome.err)", sourceLocation: place) }
}

/// An event as a line of our own store, written without the program's help.
func storedLine(of event: Event) -> [UInt8] {
    var writer = JSONWriter()
    writer.append(text: #"{"stream":"#)
    writer.append(string: event.stream)
    writer.append(text: #","version":\#(event.version),"type":"#)
    writer.append(string: event.type)
    if let schema = event.schema { writer.append(text: #","schema":\#(schema)"#) }
    if let time = event.time {
        writer.append(text: #","time":"#)
        writer.append(string: time.text)
    }
    writer.append(text: #","data":"#)
    writer.append(raw: event.data)
    if let meta = event.meta {
        writer.append(text: #","meta":"#)
        writer.append(raw: meta)
    }
    writer.append(text: "}")
    return writer.bytes
}
