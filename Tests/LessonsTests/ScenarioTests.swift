import Console
import Foundation
import Lessons
import Resources
import Testing

/// Scenarios as text: a line beginning with `» ` is typed, what follows up to the next is what it printed.
///
/// Headers: `# lesson NAME` (else the small one), `# zh-Hans`, `# accessible`, `# columns N`.
@Suite struct ScenarioTests {
  static let folder = SmallLesson.folder.appendingPathComponent("Scenarios")
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test(arguments: files) func scenario(_ file: String) throws {
    let url = Self.folder.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    let found = try Self.play(text)
    if SmallLesson.isRewriting {
      try found.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(found == text)
    }
  }

  static func play(_ text: String) throws -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let headers = lines.prefix { $0.hasPrefix("# ") }
    func header(_ name: String) -> String? {
      headers.first { $0.hasPrefix("# \(name)") }.map { String($0.dropFirst(3 + name.count)) }
    }
    var course: Course?
    var glossary = Glossary.empty
    var lesson = try SmallLesson.lesson()
    if let name = header("lesson") {
      let whole = try Course(SmallLesson.course)
      course = whole
      glossary = try Glossary(SmallLesson.course)
      lesson = try whole.lesson(try #require(whole.find(name)), SmallLesson.course)
    }
    var walkthrough = Walkthrough(
      lesson, course: course, glossary: glossary,
      language: header("zh-Hans") == nil ? .english : .chinese,
      columns: Int(header("columns") ?? "") ?? 80, isAccessible: header("accessible") != nil)
    var result = headers.map { $0 + "\n" }.joined()
    result += walkthrough.takeSpans().map(\.text).joined() + walkthrough.prompt + "\n"
    for line in lines where line.hasPrefix("» ") || line == "»" {
      let typed = walkthrough.typed(String(line.dropFirst(2)))
      result += line + "\n" + typed + walkthrough.prompt + "\n"
    }
    return steady(result)
  }

  /// Numbers of events and revisions, the clock and generated names shift whenever the model learns something.
  private static func steady(_ text: String) -> String {
    text.replacing(/#\d+ +\d+\.\d+s/, with: "#N").replacing(/\d+\.\d{4}s/, with: "T")
      .replacing(/(revision|修订版\s*本)(\s+)\d+/) { "\($0.1)\($0.2)N" }
      .replacing(/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/, with: "-xxxxx")
  }
}
