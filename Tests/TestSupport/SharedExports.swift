internal import Glibc

/// Real exports of other systems, which lie beside the project on some machines. Tests that read them are skipped elsewhere.
package enum SharedExports {
    private static let root = Array(#filePath.split(separator: "/").dropLast(3)).reduce("") { $0 + "/" + $1 } + "/../shared/exports"

    package static var arePresent: Bool { access(root, R_OK) == 0 }

    package static func path(_ name: String) -> String { root + "/" + name }

    /// The files below a folder by name, the notes on where they come from left out.
    package static func files(in folder: String) -> [String] {
        entries(of: path(folder)).filter { $0.name != "PROVENANCE.md" }.flatMap { entry in
            entry.isFolder ? files(in: folder + "/" + entry.name) : [folder + "/" + entry.name]
        }
    }
}
