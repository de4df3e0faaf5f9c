import Shell

/// A conversation at a prompt, line by line: the sandbox or a lesson.
///
/// A session is its inputs: the same lines, files and interrupts give the same output in every process.
package protocol Session: Sendable {
  /// What stands before the cursor.
  var prompt: String { get }
  /// Whether `exit` leaves a machine rather than the conversation.
  var isElsewhere: Bool { get }
  /// The files that were finished since the last call, for whoever may write the disk.
  mutating func drainFiles() -> [(path: String, bytes: [UInt8])]
  /// Whether the conversation is over.
  var isOver: Bool { get }
  /// The exit status of the last line.
  var exit: Int32 { get }
  /// Whether a line can be taken as it is, or a quote or here-document goes on on the next.
  func isWhole(_ line: String) -> Bool
  /// How many events have happened: where an interrupt stands.
  var eventCount: Int { get }
  mutating func submit(_ line: String)
  mutating func advance(events limit: Int) -> Advance
  mutating func drain() -> [(isError: Bool, text: String)]
  mutating func supply(file path: String, _ text: String?, problem: String)
  /// Answers `wantsEdit`; nil without a problem where there is no editor.
  mutating func supply(edited text: String?, problem: String)
  mutating func interrupt()
  /// A fingerprint of what has been done to the world.
  mutating func digest() -> String
  /// What could stand at the end of a line, with a word about each.
  mutating func completions(_ line: String, cursor: Int) -> [(text: String, summary: String)]
}

extension Console: Session {
  package var prompt: String {
    let past = timeline.isInPast ? "@\(world.journal.count)" : ""
    let due = world.isSettled ? "" : "…"
    if let shell = shellPrompt { return timeline.isInPast ? past + " " + shell : shell }
    return visited.last.map { "root@\($0)\(past)\(due):~# " } ?? "kubestep\(past)\(due)> "
  }

  /// What the program prints that waits for a line; nil where none does.
  package var shellPrompt: String? { world.reader.flatMap { world.process($0)?.inputPrompt } }

  package var isOver: Bool { false }

  package func isWhole(_ line: String) -> Bool {
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    guard let first = words.first, Verbs.find(first, words) == nil else { return true }
    return Shell.isComplete(line)
  }
  package var isElsewhere: Bool { !visited.isEmpty || world.reader != nil }
  package var eventCount: Int { world.journal.count }
  package mutating func digest() -> String { timeline.digest() }
}

extension Timeline {
  /// The digest of the world here.
  package mutating func digest() -> String {
    var copy = world
    return copy.updatedDigest()
  }
}
