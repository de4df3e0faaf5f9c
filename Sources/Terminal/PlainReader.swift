import CEditShim
import Glibc

/// Lines out of a file, a pipe, or anything else that is no terminal.
///
/// Lines may be of any length and end in LF or CR LF; the last may lack it. What is not UTF-8 is
/// replaced by U+FFFD, with one warning on standard error.
@MainActor package final class PlainReader: LineSource {
  package let isInteractive = false
  package let lastLineWasPasted = false

  private let file: Int32
  private let warn: (String) -> Void
  private var bytes: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  private var lineNumber = 0
  private var hasWarned = false

  package init(
    file: Int32 = STDIN_FILENO, warn: @escaping (String) -> Void = { Output.message($0) }
  ) {
    self.file = file
    self.warn = warn
  }

  /// The next line. With `Interrupts` installed, Ctrl-C ends the waiting.
  package func readLine(prompt: String = "") -> LineRead {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: 10) {
        defer { start = end + 1 }
        return .line(decode(bytes[start..<end]))
      }
      searched = bytes.count
      if isAtEnd { return last() }
      let dropped = start
      guard fill() else {
        return .interrupted
      }
      searched -= dropped
    }
  }

  private func last() -> LineRead {
    guard start < bytes.count else { return .endOfInput }
    defer { start = bytes.count }
    return .line(decode(bytes[start...]))
  }

  /// Reads more behind the unread rest, which moves to the front; false on an interrupt.
  private func fill() -> Bool {
    bytes.removeFirst(start)
    start = 0
    while true {
      if Interrupts.take() { return false }
      if ce_interrupts_installed() && ce_wait_readable(file) == 0 { continue }
      let have = bytes.count
      let room = max(1 << 16, have)
      bytes.append(contentsOf: repeatElement(0, count: room))
      let count = bytes.withUnsafeMutableBytes {
        read(file, $0.baseAddress?.advanced(by: have), room)
      }
      let problem = errno
      bytes.removeLast(room - max(count, 0))
      if count > 0 { return true }
      if count < 0 && (problem == EINTR || problem == EAGAIN) {
        var ready = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        if problem == EAGAIN { poll(&ready, 1, 1000) }
        continue
      }
      if count < 0 { warn("standard input: \(String(cString: strerror(problem)))\n") }
      isAtEnd = true
      return true
    }
  }

  private func decode(_ part: ArraySlice<UInt8>) -> String {
    lineNumber += 1
    let bytes = part.last == 13 ? part.dropLast() : part
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    if !hasWarned { warn("line \(lineNumber): not UTF-8; the bytes that are not were replaced\n") }
    hasWarned = true
    return String(decoding: bytes, as: UTF8.self)
  }
}
