internal import Glibc

/// How many files this process may have open at once.
enum DescriptorLimit {
    /// What else is open: models, indexes, spools of questions.
    private static let others: rlim_t = 128

    /// Sees to it that so many can be, as far as the system lets us: the limit that a process begins with is often 1,024, and it may
    /// raise it itself (getrlimit(2)).
    static func makeRoom(for files: Int) {
        var limit = rlimit()
        let wanted = rlim_t(files) + others
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
