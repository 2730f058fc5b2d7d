import ArgumentParser

/// What Tab offers for values that several commands take.
extension CompletionKind {
    static let model = CompletionKind.file(extensions: ["lua"])

    /// The zones that this machine names, one a country and region.
    static let zone = CompletionKind.shellCommand("echo UTC; grep -v \"^#\" /usr/share/zoneinfo/zone.tab 2>/dev/null | cut -f 3")
}
