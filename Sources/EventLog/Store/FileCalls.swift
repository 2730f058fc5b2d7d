/// Everything that a store asks of the file system, call by call.
///
/// The one seam between the store and the machine: `SystemFileCalls` makes the calls; a test puts something in between that
/// fails, shortens or ends at the n-th of them.
package protocol FileCalls: Sendable {
    /// The file or folder that a path leads to, every link resolved.
    func resolve(_ path: String) throws(FileCallError) -> String
    func open(_ path: String, _ mode: FileMode) throws(FileCallError) -> Int32
    func close(_ file: Int32) throws(FileCallError)
    func status(of file: Int32) throws(FileCallError) -> FileStatus
    /// Links are followed.
    func status(at path: String) throws(FileCallError) -> FileStatus
    /// At most as many bytes as the buffer holds; 0 at the end.
    func read(_ file: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileCallError) -> Int
    /// At the end of the file; may write less than was given.
    func append(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileCallError) -> Int
    /// May write less than was given.
    func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, at offset: Int) throws(FileCallError) -> Int
    /// Contents and size reach the disk before it returns.
    func syncData(_ file: Int32) throws(FileCallError)
    /// A folder's names reach the disk before it returns.
    func syncFolder(_ folder: Int32) throws(FileCallError)
    func truncate(_ file: Int32, to size: Int) throws(FileCallError)
    /// - Throws: `EEXIST` where the new name is taken. A crash in the middle may leave both names.
    func renameNew(_ old: String, to new: String) throws(FileCallError)
    /// Replaces what stands under the new name.
    func rename(_ old: String, to new: String) throws(FileCallError)
    func remove(_ path: String) throws(FileCallError)
    func makeFolder(_ path: String) throws(FileCallError)
    func removeFolder(_ path: String) throws(FileCallError)
    func names(in folder: String) throws(FileCallError) -> [String]
    /// For its owner alone, whatever the process's mask.
    func makePrivate(_ file: Int32, isFolder: Bool) throws(FileCallError)
    /// Waits for the one lock of a file; a lock dies with its process. False when the time is over.
    func lock(_ file: Int32, milliseconds: Int) throws(FileCallError) -> Bool
    func unlock(_ file: Int32) throws(FileCallError)
    /// Whose rights the process has.
    var user: UInt32 { get }
    /// The process that holds a file's lock, where the system tells.
    func holder(ofLockOn status: FileStatus) -> Int32?
    /// Hints: begin to write out; forget what is cached.
    func startWriting(_ file: Int32, _ range: Range<Int>)
    func forgetCached(_ file: Int32)
}

package enum FileMode: Sendable {
    case reading
    case folder
    /// For reading, and writing at the end.
    case appending
    /// For reading and writing; must not be there yet, nor a link.
    case new
    /// For reading and writing what this program wrote; not through a link.
    case own
}

/// A call that failed: which, and why.
package struct FileCallError: Error, Hashable, Sendable {
    package let call: String
    /// As `errno` gave it.
    package let code: Int32

    package init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }
}

package struct FileStatus: Hashable, Sendable {
    package enum Kind: Sendable { case file, folder, other }

    package var kind: Kind
    package var device: UInt64
    package var inode: UInt64
    /// In bytes.
    package var size: Int
    /// In nanoseconds since the epoch: of the last write, and of the last change of anything.
    package var modified: Int64
    package var changed: Int64
    package var owner: UInt32
    /// The nine bits of who may do what.
    package var permissions: UInt32

    package func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }
}
