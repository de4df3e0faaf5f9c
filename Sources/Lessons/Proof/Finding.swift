/// What a proof found wrong, with its place.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
  package let problem: LessonProblem

  init(_ file: String, _ line: Int?, _ message: String) {
    problem = LessonProblem(file, line, message)
  }

  init(_ problem: LessonProblem) { self.problem = problem }

  package var description: String { problem.description }
}

/// What the proof of one lesson, or of the course's own files, came to.
package struct Proof: Sendable {
  /// A lesson's id, or `course`.
  package let subject: String
  package internal(set) var findings: [Finding] = []
  /// What was proved, counted: `wrong answers refuted`.
  package internal(set) var counts: [(name: String, count: Int)] = []
  /// Whether the files cannot be read at all.
  package internal(set) var isBroken = false

  package var holds: Bool { findings.isEmpty }

  /// `ok    selectors: 15 steps, …`, or what falls short, a line each.
  package var text: String {
    guard findings.isEmpty else {
      return findings.map { "FAIL  \(subject): \($0)\n" }.joined()
    }
    let facts = counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    return "ok    \(subject): \(facts)\n"
  }

  mutating func count(_ name: String, _ number: Int = 1) {
    if let place = counts.firstIndex(where: { $0.name == name }) {
      counts[place].count += number
    } else {
      counts.append((name, number))
    }
  }
}
