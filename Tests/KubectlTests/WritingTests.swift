import Console
import Foundation
import Testing

/// Scenarios of the writing verbs as text: a line starting with `$` is typed, what follows is what it printed.
///
/// `REWRITE=1 swift test` writes them anew; review the difference before it is committed.
@Suite struct WritingTests {
  private static let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let scenarios = home.appendingPathComponent("Scenarios")
  private static let files =
    ((try? FileManager.default.contentsOfDirectory(atPath: scenarios.path)) ?? [])
    .filter { $0.hasPrefix("writing-") && $0.hasSuffix(".txt") }.sorted()

  @Test(arguments: files) func scenario(_ file: String) throws {
    let url = Self.scenarios.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    let found = Self.play(text)
    if ProcessInfo.processInfo.environment["REWRITE"] == "1" {
      try found.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(found == text)
    }
  }

  private static func play(_ text: String) -> String {
    var console = Console(.standard)
    var result = ""
    // What a command printed may begin with # too.
    var isOutput = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { isOutput = false }
      if line.hasPrefix("#"), !isOutput { result += line + "\n" }
      guard line.hasPrefix("$ ") else { continue }
      isOutput = true
      let outcome = console.run(String(line.dropFirst(2))) { path in
        let file = home.appendingPathComponent("Manifests").appendingPathComponent(path)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
          return (nil, "no such file or directory")
        }
        return (text, "")
      }
      result += line + "\n" + outcome.out + outcome.err
      if outcome.exit != 0 { result += "[exit \(outcome.exit)]\n" }
      result += "\n"
    }
    return result
  }
}
