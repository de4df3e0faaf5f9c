import Console
import Tree

/// Turns a session into the lines of a transcript, as it goes.
package struct Recorder: Sendable {
  private var last: Int64
  private var record = LineRecord(line: "")
  private var isInLine = false

  /// The recorder, and the first lines of the file. `now` is in milliseconds of any clock that only goes forward.
  package static func begin(
    _ header: CastHeader, _ start: SessionStart, at now: Int64
  ) -> (Recorder, [String]) {
    var recorder = Recorder(last: now)
    let record = recorder.event("k", start.tree.json(escapingHTML: false), at: now)
    return (recorder, [header.line, record])
  }

  private init(last: Int64) { self.last = last }

  private mutating func event(_ code: String, _ data: String, at now: Int64) -> String {
    let interval = max(0, now - last)
    last = max(last, now)
    return CastEvent(milliseconds: interval, code: code, data: data).line
  }

  /// What appeared on the screen; line ends become those of a terminal.
  package mutating func output(_ text: String, at now: Int64) -> [String] {
    text.isEmpty ? [] : [event("o", text.terminalLines, at: now)]
  }

  /// A line as it was typed at a prompt.
  package mutating func typed(_ line: String, prompt: String, at now: Int64) -> [String] {
    record = LineRecord(line: line)
    isInLine = true
    return [event("o", (prompt + line + "\n").terminalLines, at: now)]
  }

  package mutating func read(_ path: String, _ text: String?, problem: String) {
    record.files.append(LineRecord.File(path: path, text: text, problem: problem))
  }

  package mutating func edited(_ text: String?, problem: String) {
    record.edits.append(LineRecord.Edit(text: text, problem: problem))
  }

  package mutating func interrupted(at events: Int) { record.interruptedAt = events }

  /// The line is done: what it left behind.
  package mutating func finished(digest: String, exit: Int32, at now: Int64) -> [String] {
    guard isInLine else { return [] }
    isInLine = false
    record.digest = digest
    record.exit = exit
    return [event("k", record.tree.json(escapingHTML: false), at: now)]
  }

  package mutating func end(status: Int32, at now: Int64) -> [String] {
    [event("x", String(status), at: now)]
  }
}

extension String {
  /// Line feeds with the carriage returns that a terminal in raw mode needs.
  var terminalLines: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count + 8)
    var previous: UInt8 = 0
    for byte in utf8 {
      if byte == 10, previous != 13 { bytes.append(13) }
      bytes.append(byte)
      previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
