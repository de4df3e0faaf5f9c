import Cluster
import Console
import Foundation
import Testing

/// Scenarios as text: a line starting with `$` is typed, what follows up to the next is what it printed.
///
/// `REWRITE=1 swift test` writes them anew; review the difference before it is committed.
@Suite struct ScenarioTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Scenarios")
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  /// A folder that was moved would leave nothing to compare, and nothing that could fail.
  @Test func areThere() { #expect(!Self.files.isEmpty) }

  @Test(arguments: files) func scenario(_ file: String) throws {
    let url = Self.folder.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    let found = Self.play(text)
    if ProcessInfo.processInfo.environment["REWRITE"] == "1" {
      try found.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(found == text)
    }
  }

  static func play(_ text: String) -> String {
    let isManual = text.hasPrefix("# manual")
    let isChinese = text.contains("# zh-Hans")
    var console = Console(
      .standard, language: isChinese ? .chinese : .english, isManual: isManual)
    var result = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# ") { result += line + "\n" }
      guard line.hasPrefix("$ ") else { continue }
      let outcome = console.run(String(line.dropFirst(2))) { path in
        let manifests = folder.deletingLastPathComponent().deletingLastPathComponent()
          .appendingPathComponent("Fixtures").appendingPathComponent(path)
        guard let text = try? String(contentsOf: manifests, encoding: .utf8) else {
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
