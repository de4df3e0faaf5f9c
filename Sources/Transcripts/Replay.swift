import Console

/// A session played again from its inputs, and where it first came out differently.
package struct Replay: Sendable {
  /// The first line whose outcome is not the recorded one.
  package struct Divergence: Hashable, Sendable {
    /// Counted from 1.
    package let number: Int
    package let line: String
    package let expected: String
    package let found: String
  }

  package private(set) var session: any Session
  package private(set) var divergence: Divergence?
  /// How many lines have been played.
  package private(set) var played = 0
  private let lines: [LineRecord]

  package init(_ transcript: Transcript, session: any Session) {
    self.session = session
    lines = transcript.lines
  }

  /// Plays the next line and gives back what it printed; nil when there is none.
  package mutating func next() -> String? {
    guard played < lines.count else { return nil }
    let record = lines[played]
    played += 1
    session.submit(record.line)
    var text = ""
    run(record, &text)
    let digest = session.digest()
    if divergence == nil, !record.digest.isEmpty,
      digest != record.digest || session.exit != record.exit
    {
      let isState = digest != record.digest
      divergence = Divergence(
        number: played, line: record.line,
        expected: isState ? "state \(record.digest)" : "exit status \(record.exit)",
        found: isState ? "state \(digest)" : "exit status \(session.exit)")
    }
    return text
  }

  /// Carries the line on with the files, the edits and the interrupt that were recorded; no file and no editor is opened.
  private mutating func run(_ record: LineRecord, _ text: inout String) {
    var files = record.files[...]
    var edits = record.edits[...]
    while true {
      if let stop = record.interruptedAt, session.eventCount >= stop {
        session.interrupt()
        text += printed()
        return
      }
      let step = record.interruptedAt.map { min(2_000, max(1, $0 - session.eventCount)) } ?? 2_000
      let state = session.advance(events: step)
      text += printed()
      switch state {
      case .running: continue
      case .finished: return
      case .wantsFile(let path):
        if let place = files.firstIndex(where: { $0.path == path }) {
          let file = files.remove(at: place)
          session.supply(file: path, file.text, problem: file.problem)
        } else {
          session.supply(file: path, nil, problem: "error: the recording has no file \(path)")
        }
      case .wantsEdit:
        let edit = edits.popFirst()
        session.supply(edited: edit?.text, problem: edit?.problem ?? "")
      }
    }
  }

  private mutating func printed() -> String { session.drain().map(\.text).joined() }

  /// Plays all that is left.
  package mutating func finish() { while next() != nil {} }
}
