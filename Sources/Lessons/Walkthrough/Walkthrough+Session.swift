import Console
import Resources

/// A lesson is driven and recorded as the sandbox is.
extension Walkthrough: Session {
  /// Whether the learner has asked for the end, or for another lesson.
  package var isOver: Bool { wish != nil }
  package var isElsewhere: Bool { console.isElsewhere }
  package mutating func drainFiles() -> [(path: String, bytes: [UInt8])] { console.drainFiles() }
  package var eventCount: Int { console.eventCount }

  package func isWhole(_ line: String) -> Bool {
    LessonVerbs.find(line) != nil || confirmation != nil || console.isWhole(line)
  }
  package mutating func digest() -> String { console.digest() }

  /// What has been printed since the last call, without its styles.
  package mutating func drain() -> [(isError: Bool, text: String)] {
    var pieces: [(isError: Bool, text: String)] = []
    for span in takeSpans() {
      let isError = span.style == .error
      if let last = pieces.indices.last, pieces[last].isError == isError {
        pieces[last].text += span.text
      } else {
        pieces.append((isError, span.text))
      }
    }
    return pieces
  }
}
