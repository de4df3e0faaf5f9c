import Foundation
import Terminal
import Transcripts

/// A transcript being written: every event is on disk before the next line is read.
final class RecordingFile {
  private var recorder: Recorder
  private let file: Int32
  private let path: String
  private var hasFailed = false

  /// Opens the file; an existing one is not overwritten unless it is empty.
  init(_ path: String, _ header: CastHeader, _ start: SessionStart) throws {
    self.path = path
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else {
      throw Leave(status: 2, message: "kubestep: \(path): \(String(cString: strerror(errno)))")
    }
    let (recorder, lines) = Recorder.begin(header, start, at: Self.now)
    self.recorder = recorder
    write(lines)
  }

  deinit { close(file) }

  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  private func write(_ lines: [String]) {
    guard !lines.isEmpty, !hasFailed else { return }
    let text = lines.map { $0 + "\n" }.joined()
    if !Output.writeAll(text.utf8, to: file) {
      hasFailed = true
      Output.message("kubestep: \(path) can no longer be written; the recording ends here\n")
    }
  }

  func output(_ text: String) { write(recorder.output(text, at: Self.now)) }
  func typed(_ line: String, prompt: String) {
    write(recorder.typed(line, prompt: prompt, at: Self.now))
  }
  func read(_ path: String, _ text: String?, problem: String) {
    recorder.read(path, text, problem: problem)
  }
  func edited(_ text: String?, problem: String) { recorder.edited(text, problem: problem) }
  func interrupted(at events: Int) { recorder.interrupted(at: events) }
  func finished(digest: String, exit: Int32) {
    write(recorder.finished(digest: digest, exit: exit, at: Self.now))
  }
  func end(status: Int32) { write(recorder.end(status: status, at: Self.now)) }
}
