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
    if getenv("HINDCAST_RECORD") != nil {
        let target = fopen(path, "w")
        fputs(shown, target)
        fclose(target)
        Issue.record("recorded \(name); run again without HINDCAST_RECORD", sourceLocation: sourceLocation)
        return
    }
    guard let source = fopen(path, "r") else {
        Issue.record("there is no golden \(name)", sourceLocation: sourceLocation)
        return
    }
    defer { fclose(source) }
    var bytes: [UInt8] = []
    while case let byte = getc(source), byte != EOF { bytes.append(UInt8(byte)) }
    #expect(shown == String(decoding: bytes, as: UTF8.self), "frame \(name)", sourceLocation: sourceLocation)
}
