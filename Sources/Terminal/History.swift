import Glibc

/// The lines typed before, in a plain text file, a line each, oldest first.
///
/// Each line is appended at once and in one write, so that nothing is lost with the process and
/// several may write at the same time. What cannot be read as lines of text is left as it is.
package struct History {
  /// How many lines are kept.
  package static let limit = 10_000
  /// At most this much of the file's end is read.
  static let readLimit = 8 << 20

  /// Oldest first, without repetitions in a row.
  package private(set) var lines: [String] = []
  /// Why lines are not being kept on disk, if they are not.
  package private(set) var problem: String?
  private let path: String?

  /// Loads the file; a missing one is created by the first line. With nil nothing is kept.
  package init(path: String?) {
    self.path = path
    guard let path else { return }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno != ENOENT { problem = Self.lastError(path) }
      return
    }
    defer { _ = Glibc.close(file) }
    guard let (bytes, isWhole) = Self.tail(of: file) else {
      problem = Self.lastError(path)
      return
    }
    let (texts, isClean) = Self.decode(bytes, isWhole: isWhole)
    lines = texts.suffix(Self.limit)
    if isClean && isWhole && texts.count > Self.limit + Self.limit / 10 { trim(path) }
  }

  /// Adds a line, unless it is blank or repeats the last one; whether it was added.
  package mutating func append(_ line: String) -> Bool {
    guard line.contains(where: { !$0.isWhitespace }), line != lines.last else { return false }
    lines.append(line)
    if lines.count > Self.limit { lines.removeFirst(lines.count - Self.limit) }
    if let path { problem = Self.write(line, to: path) }
    return true
  }

  /// One line at the end of the file; what went wrong, if anything did.
  private static func write(_ line: String, to path: String) -> String? {
    let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC
    var file = open(path, flags, 0o600)
    if file < 0 && errno == ENOENT {
      makeFolders(above: path)
      file = open(path, flags, 0o600)
    }
    guard file >= 0 else { return lastError(path) }
    defer { _ = Glibc.close(file) }
    _ = flock(file, LOCK_EX)
    var text = line.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
    if !endsInNewline(file) { text = "\n" + text }
    return Output.writeAll(Array(text.utf8), to: file) ? nil : lastError(path)
  }

  private static func endsInNewline(_ file: Int32) -> Bool {
    let size = lseek(file, 0, SEEK_END)
    guard size > 0 else { return true }
    var last: UInt8 = 10
    return pread(file, &last, 1, size - 1) != 1 || last == 10
  }

  private static func makeFolders(above path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }

  /// The file's end, and whether that is all of it; nil when it cannot be read.
  private static func tail(of file: Int32) -> (bytes: [UInt8], isWhole: Bool)? {
    var status = stat()
    guard fstat(file, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else {
      errno = EINVAL
      return nil
    }
    let size = Int(status.st_size)
    let from = max(0, size - readLimit)
    var bytes = [UInt8](repeating: 0, count: size - from)
    var got = 0
    while got < bytes.count {
      let left = bytes.count - got
      let count = bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress?.advanced(by: got), left, off_t(from + got))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { break }
      got += count
    }
    return (Array(bytes.prefix(got)), from == 0)
  }

  /// The lines that are text, and whether all are.
  static func decode(_ bytes: [UInt8], isWhole: Bool) -> (lines: [String], isClean: Bool) {
    var isClean = true
    var lines: [String] = []
    for part in bytes.split(separator: 10).dropFirst(isWhole ? 0 : 1) {
      let bytes = part.last == 13 ? part.dropLast() : part
      guard !bytes.contains(where: { $0 < 0x20 && $0 != 9 || $0 == 0x7F }),
        let line = String(validating: bytes, as: UTF8.self)
      else {
        isClean = false
        continue
      }
      if line != lines.last && !line.isEmpty { lines.append(line) }
    }
    return (lines, isClean)
  }

  /// Puts the newest lines into a new file in place of the old one, while no other writes.
  private func trim(_ path: String) {
    guard let resolved = realpath(path, nil) else { return }
    defer { free(resolved) }
    let real = String(cString: resolved)
    let old = open(real, O_RDONLY | O_CLOEXEC)
    guard old >= 0 else { return }
    defer { _ = Glibc.close(old) }
    guard flock(old, LOCK_EX | LOCK_NB) == 0, let (bytes, isWhole) = Self.tail(of: old),
      isWhole, case let (newest, true) = Self.decode(bytes, isWhole: true)
    else { return }
    let text = newest.suffix(Self.limit).map { $0 + "\n" }.joined()
    let other = "\(real).\(getpid()).new"
    let new = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard new >= 0 else { return }
    let written = Output.writeAll(Array(text.utf8), to: new) && fsync(new) == 0
    _ = Glibc.close(new)
    if !written || rename(other, real) != 0 { unlink(other) }
  }

  private static func lastError(_ path: String) -> String {
    "\(path): \(String(cString: strerror(errno)))"
  }
}
