import EventLog

/// The envelope formats as a page.
enum FormatPages {
    /// `Documentation/formats.md`.
    static var markdown: String {
        var lines = [
            "# Formats", "",
            "Made from the declarations in `Sources/EventLog/Formats` by `hindcast reference formats`; a test holds this page to them.", "",
            "A file is recognised by its first records; `--format NAME` says it instead, and `--map stream=.a,type=.b` reads anything else.",
            "Records may stand one a line, in an array, pretty-printed, one after another, or in a document that wraps them.", "",
            "A time is a date and time of ISO 8601, with or without dashes and colons, a date or a month, in UTC where it names no zone; or a number",
            "that counts from 1970, its unit told by its size. A string of fewer than nine digits that is no date is no time, and that is said.", "",
            "A file in which versions fall throughout is read from its end, and `info` says so. Where a format has neither versions nor positions,",
            "falling times decide it for those whose systems list the newest event first (told below); of all others they say nothing sure: the",
            "file's order is kept, and `info` says that times fall. A document that is one page of several, by a member such as `nextPageToken`,",
            "`NextToken` or `has_more`, is read, and `info` says that more follows it.", "",
            "| name | system |", "|---|---|",
        ]
        lines += EnvelopeFormat.known.map { "| [`\($0.name)`](#\($0.name)) | \(CommandPages.cell($0.title)) |" }
        for format in EnvelopeFormat.known { lines += section(format) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ format: EnvelopeFormat) -> [String] {
        var lines = ["", "## \(format.name)", "", "\(format.title).", "", "| role | where |", "|---|---|"]
        lines += format.roles.map { "| \($0.role) | \(CommandPages.cell(code($0.place))) |" }
        var remarks: [String] = []
        if format.listsNewestFirst { remarks.append("Its lists are newest first: where times fall throughout, it is read from the end.") }
        if let batch = format.batchPath { remarks.append("Each record holds several events, in `\(batch)`.") }
        if !format.containerPaths.isEmpty {
            remarks.append("Documents that wrap them: `\(format.containerPaths.joined(separator: "`, `"))`.")
        }
        if !format.asideNames.isEmpty { remarks.append("Counted, not shown: \(format.asideNames.joined(separator: ", ")).") }
        if let assumption = format.assumption { remarks.append("Said by `info`: \(assumption).") }
        if !remarks.isEmpty { lines += [""] + remarks }
        return lines
    }

    /// Paths as code, words as they are.
    private static func code(_ place: String) -> String {
        place.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard word.hasPrefix("."), word.count > 1 else { return String(word) }
            let tail = String(word.reversed().prefix { ",)".contains($0) }.reversed())
            return "`\(word.dropLast(tail.count))`\(tail)"
        }.joined(separator: " ")
    }
}
