import Glibc
import Screen
import Testing

/// Compares a frame with a file under Goldens. `HINDCAST_RECORD=1` writes the files anew, and fails, so that no run that
/// records can be taken for one that checks.
func expectGolden(
    _ frame: Frame, _ name: String, styles: Bool = false, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) {
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let path = "\(folder)/Goldens/\(name).txt"
    let shown = (frame.lines + (styles ? ["-- styles --"] + frame.styleLines : [])).joined(separator: "\n") + "\n"
    expectFile(path, holds: shown, sourceLocation: sourceLocation)
}

/// Compares a text with a file; as `expectGolden`.
func expectFile(_ path: String, holds text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    if getenv("HINDCAST_RECORD") != nil {
        let target = fopen(path, "w")
        fputs(text, target)
        fclose(target)
        Issue.record("recorded \(path); run again without HINDCAST_RECORD", sourceLocation: sourceLocation)
        return
    }
    guard let source = fopen(path, "r") else {
        Issue.record("there is no file \(path)", sourceLocation: sourceLocation)
        return
    }
    defer { fclose(source) }
    var bytes: [UInt8] = []
    while case let byte = getc(source), byte != EOF { bytes.append(UInt8(byte)) }
    #expect(text == String(decoding: bytes, as: UTF8.self), "\(path)", sourceLocation: sourceLocation)
}
