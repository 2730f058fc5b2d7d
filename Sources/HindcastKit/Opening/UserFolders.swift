/// Where this program keeps files of its own, by the XDG Base Directory Specification; nil where no home is known.
package struct UserFolders: Sendable {
    /// For what can be made anew: snapshots.
    package let cache: String?
    /// For what cannot: which models are trusted.
    package let state: String?

    /// Nothing is kept.
    package static let none = UserFolders(environment: { _ in nil })

    package init(environment: (String) -> String?) {
        func folder(_ variable: String, _ underHome: String) -> String? {
            // The specification has relative paths ignored.
            if let path = environment(variable), path.hasPrefix("/") { return "\(path)/hindcast" }
            guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
            return "\(home)/\(underHome)/hindcast"
        }
        cache = folder("XDG_CACHE_HOME", ".cache")
        state = folder("XDG_STATE_HOME", ".local/state")
    }
}
