internal import Glibc

/// What stands behind a path, as far as it matters for reading.
enum FileKind: Hashable {
    case regular
    case pipe
    case folder
    /// A terminal is among the devices.
    case device
    case socket

    init(_ status: stat) {
        self = switch status.st_mode & S_IFMT {
        case S_IFREG: .regular
        case S_IFIFO: .pipe
        case S_IFDIR: .folder
        case S_IFSOCK: .socket
        default: .device
        }
    }

    /// For messages: what it is if it is no regular file.
    var other: String? {
        switch self {
        case .regular: nil
        case .pipe: "a pipe"
        case .folder: "a folder"
        case .device: "a device"
        case .socket: "a socket"
        }
    }
}

/// The file itself, whatever name it was reached by.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}

extension SourcePath {
    /// Of what the path leads to, links followed; nil where it leads nowhere.
    var status: stat? {
        var status = stat()
        return withCString { stat($0, &status) } == 0 ? status : nil
    }

    /// Nil, with `errno`, where the path leads nowhere.
    package var identity: FileIdentity? { status.map { FileIdentity($0) } }
}
