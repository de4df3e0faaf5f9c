import Foundation
import Terminal

/// The files of the machine that kubestep runs on: the only place that reads or writes them.
enum Disk {
  /// A file's text, or a folder's names where the path ends in `/`; or the system's reason against it.
  static func read(_ path: String) -> (text: String?, problem: String) {
    if path.hasSuffix("/") { return names(path) }
    var status = stat()
    guard stat(path, &status) == 0 else { return (nil, reason(errno)) }
    if status.st_mode & S_IFMT == S_IFDIR { return (nil, "is a directory") }
    // A manifest or a transcript is never larger; a device would never end.
    guard status.st_size <= 256 << 20 else { return (nil, "file too large") }
    guard let data = FileManager.default.contents(atPath: path) else { return (nil, reason(errno)) }
    return (String(decoding: data, as: UTF8.self), "")
  }

  private static func names(_ path: String) -> (text: String?, problem: String) {
    guard let names = list(path) else { return (nil, reason(errno)) }
    return (
      names.filter { !$0.contains("\n") }.map { $0 + (isFolder(path + $0) ? "/\n" : "\n") }
        .joined(), ""
    )
  }

  /// The names in a folder in byte order; nil where there is none.
  static func list(_ path: String) -> [String]? {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  static func makeFolder(_ path: String) {
    try? FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Writes a file of the learner's own; gives back the system's reason against it.
  static func put(_ path: String, _ bytes: [UInt8]) -> String? {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { return reason(errno) }
    defer { close(file) }
    return Output.writeAll(bytes, to: file) ? nil : reason(errno)
  }

  /// Puts a file in place whole or not at all, whatever happens meanwhile; gives back the system's reason against it.
  static func writeWhole(_ path: String, _ text: String) -> String? {
    let temporary = path + ".\(getpid()).new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { return reason(errno) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        let problem = reason(errno)
        close(file)
        unlink(temporary)
        return problem
      }
      written += count
    }
    fsync(file)
    close(file)
    guard rename(temporary, path) == 0 else { return reason(errno) }
    return nil
  }

  private static func reason(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// `$XDG_STATE_HOME/kubestep`, where progress and history live.
  static var stateFolder: String {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"] ?? "/tmp"
    let state =
      environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? home + "/.local/state"
    return state + "/kubestep"
  }

  /// Where the running binary stands.
  static var binaryFolder: String {
    let path =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return (path as NSString).deletingLastPathComponent
  }
}
