import Glibc

/// Writing all of it, to standard output and standard error.
package enum Output {
  /// Writes to standard output. When nobody reads it any more, the process ends quietly, with the
  /// status that a shell shows for SIGPIPE.
  package static func write(_ text: String) { send(text, to: STDOUT_FILENO) }

  /// Writes a message to standard error. When nobody reads it, it is lost.
  package static func message(_ text: String) { send(text, to: STDERR_FILENO) }

  /// Makes writing to a closed pipe an error instead of the process's silent end.
  package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Writes every byte, through interruptions, short writes and a full pipe; false: it failed, and
  /// `errno` says why.
  package static func writeAll(_ bytes: some Collection<UInt8>, to file: Int32) -> Bool {
    let all: Bool? = bytes.withContiguousStorageIfAvailable { writeAll($0, to: file) }
    return all ?? Array(bytes).withUnsafeBufferPointer { writeAll($0, to: file) }
  }

  private static func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to file: Int32) -> Bool {
    var rest = UnsafeRawBufferPointer(bytes)[...]
    while let address = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
      let count = Glibc.write(file, address, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, 1000)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private static func send(_ text: String, to file: Int32) {
    // What others printed through stdio comes first.
    if file == STDOUT_FILENO { fflush(nil) }
    if writeAll(text.utf8, to: file) { return }
    if file == STDOUT_FILENO && errno == EPIPE { exit(128 + SIGPIPE) }
  }
}
