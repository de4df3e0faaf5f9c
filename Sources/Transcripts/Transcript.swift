import Tree

/// Why a file is no transcript, with the place.
package struct TranscriptError: Error, Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  package let problem: String
  package var message: String { "line \(line): \(problem)" }
}

/// A recorded session: what was seen, and what was put in.
package struct Transcript: Sendable {
  package let header: CastHeader
  package private(set) var events: [CastEvent] = []
  /// nil for a recording that is not kubestep's.
  package private(set) var start: SessionStart?
  package private(set) var lines: [LineRecord] = []
  /// For each line, the number of the event at which its output begins.
  package private(set) var lineEvents: [Int] = []
  /// Whether the last line was torn off, as when the machine went down.
  package private(set) var isTorn = false
  /// Whether the session was ended and not cut off.
  package private(set) var isComplete = false

  /// Reads a file; a last line that is torn is no error.
  package init(parsing text: String) throws(TranscriptError) {
    var rows: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
    let endsWithNewline = rows.last?.isEmpty ?? true
    if endsWithNewline, !rows.isEmpty { rows.removeLast() }
    guard let first = rows.first, let tree = try? Value(json: String(first)) else {
      throw TranscriptError(
        line: 1, problem: "this is no asciicast: the first line is not a JSON object")
    }
    guard let header = CastHeader(tree) else {
      let version = tree["version"]?.int.map { " (this is version \($0))" } ?? ""
      throw TranscriptError(
        line: 1, problem: "an asciicast header of version 3 was expected here\(version)")
    }
    self.header = header
    for (index, row) in rows.enumerated().dropFirst() {
      if row.allSatisfy({ $0 == " " || $0 == "\r" || $0 == "\t" }) || row.first == "#" { continue }
      guard let value = try? Value(json: String(row)), let event = CastEvent(value) else {
        if index == rows.count - 1 {
          isTorn = true
          break
        }
        throw TranscriptError(
          line: index + 1, problem: "an event [seconds, code, text] was expected here")
      }
      try take(event, line: index + 1)
    }
  }

  private mutating func take(_ event: CastEvent, line: Int) throws(TranscriptError) {
    events.append(event)
    switch event.code.first {
    case "x": isComplete = true
    case "k":
      guard let tree = try? Value(json: event.data) else {
        throw TranscriptError(line: line, problem: "the record of this event is not JSON")
      }
      if let record = LineRecord(tree: tree) {
        lines.append(record)
        lineEvents.append(events.count - 1)
      } else if let found = SessionStart(tree: tree) {
        start = found
      }
    default: break
    }
  }
}
