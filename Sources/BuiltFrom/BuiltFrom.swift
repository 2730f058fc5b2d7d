import Foundation
import PackagePlugin

/// Tells the program which commit it is built from, at every build. The manifest cannot: what it says is kept, and stays when the
/// commit is another.
@main struct BuiltFrom: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        let package = context.package.directoryURL
        let output = context.pluginWorkDirectoryURL.appending(path: "BuiltFrom.swift")
        return [
            .buildCommand(
                displayName: "Asking git which commit this is", executable: URL(filePath: "/bin/sh"),
                arguments: ["-c", Self.script, "sh", package.path, output.path],
                inputFiles: sources(of: package) + history(of: package), outputFiles: [output])
        ]
    }

    /// Twelve digits, with a + behind them where what is built is not what was committed; nothing where the package is no git
    /// checkout of its own (a tarball, a copy inside another repository).
    private static let script = """
        cd "$1" || exit
        unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
        commit=
        if [ "$(git rev-parse --show-prefix 2>&1)" = "" ]; then
            commit=$(git rev-parse --short=12 HEAD 2>/dev/null)
            [ -z "$(git --no-optional-locks status --porcelain -- Package.swift Sources 2>&1)" ] || commit="${commit:+$commit+}"
        fi
        printf 'let builtFrom = "%s"\\n' "$commit" >"$2"
        """

    /// What the + depends on.
    private func sources(of package: URL) -> [URL] {
        let files = FileManager.default.enumerator(at: package.appending(path: "Sources"), includingPropertiesForKeys: nil)
        let sources = (files?.compactMap { $0 as? URL } ?? []).filter { !$0.hasDirectoryPath }
        return sources.sorted { $0.path < $1.path } + [package.appending(path: "Package.swift")]
    }

    /// What changes whenever HEAD comes to stand for another commit.
    private func history(of package: URL) -> [URL] {
        let git = package.appending(path: ".git")
        // In a worktree it is a file: "gitdir: PATH".
        let link = (try? String(contentsOf: git, encoding: .utf8))?.split(separator: "\n").first?.dropFirst("gitdir: ".count)
        let folder = link.map { URL(filePath: String($0), relativeTo: package) } ?? git
        return [folder.appending(path: "logs/HEAD")].filter { FileManager.default.fileExists(atPath: $0.path) }
    }
}
