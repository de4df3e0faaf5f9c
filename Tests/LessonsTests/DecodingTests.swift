import Foundation
import Lessons
import Testing

/// What is wrong with a file is said with its place and the way out.
@Suite struct DecodingTests {
  @Test func aGoodLessonIsRead() throws {
    let lesson = try SmallLesson.lesson()
    #expect(lesson.steps.map(\.id) == ["scene", "guess", "choose", "gone", "relabel", "summary"])
    #expect(lesson.possible == 6)
    #expect(lesson.start.objects.map(\.name) == ["a1", "b1", "plain"])
  }

  /// `Scenarios/problems.md`: a change of one line (`-` and `+`) and the message that it gives.
  @Test func problemsAreNamed() throws {
    let url = SmallLesson.folder.appendingPathComponent("Scenarios/problems.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    var found = ""
    var (file, old) = ("", "")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("= ") { continue }
      found += line + "\n"
      if line.hasPrefix("# ") { file = "small/" + line.dropFirst(2) }
      if line.hasPrefix("- ") { old = String(line.dropFirst(2)) }
      guard line.hasPrefix("+ ") || line == "+" else { continue }
      let new = line.dropFirst(2).replacingOccurrences(of: "\\n", with: "\n")
      let before = try #require(SmallLesson.texts[file])
      #expect(before.contains(old), "\(file) has no \(old)")
      let range = try #require(before.range(of: old))
      found += "= " + Self.problem([file: before.replacingCharacters(in: range, with: new)]) + "\n"
    }
    while found.hasSuffix("\n\n") { found.removeLast() }
    if SmallLesson.isRewriting {
      try found.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(found == text)
    }
  }

  static func problem(_ changes: [String: String]) -> String {
    do {
      _ = try SmallLesson.lesson(changes)
      return "nothing is wrong"
    } catch {
      return "\(error)"
    }
  }
}
