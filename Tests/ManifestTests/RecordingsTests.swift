import Foundation
import Manifest
import Testing
import Tree

/// Manifests against what kubectl read from them and wrote again.
@Suite struct RecordingsTests {
  @Test func manifests() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/kubectl.json")
    let table = try Value(json: Array(Data(contentsOf: url)))
    let cases = try #require(table["cases"]?.array)
    #expect(cases.count > 100)
    for one in cases {
      let text = one["text"]?.string ?? ""
      let (documents, error) = Manifest.reading(text)
      #expect(error?.message == one["error"]?.string, "\(text)")
      guard error == nil else { continue }
      #expect(documents.map { $0.value.indentedJSON() + "\n" }.joined() == one["json"]?.string)
      #expect(documents.map { $0.value.yaml() }.joined(separator: "---\n") == one["yaml"]?.string)
    }
  }
}
