import Mutations
import Simulation
import Testing
import Tree

@Suite struct JSONPathTests {
  static let document: Value = [
    "items": [["name": "a", "n": 1, "tags": ["x"]], ["name": "b", "n": 12, "tags": []]],
    "data": ["a.b/c": "dotted"],
  ]

  @Test(arguments: [
    ("{.items[?(@.n>1)].name}", "b"), ("{.items[?(@.n==1)].name}", "a"),
    ("{.items[-1:].name}", "b"), ("{.data.a\\.b/c}", "dotted"), ("{.nosuch.name}", ""),
    ("{range .items[*]}{.name}={.n}{\"\\n\"}{end}done", "a=1\nb=12\ndone"),
    ("{range .items[*]}{range .tags[*]}{@}{end};{end}", "x;;"), ("{.items[0].tags}", "[\"x\"]"),
    ("{range .nosuch[*]}{.name}{end}-", "-"), ("{'\\t'}{\"\\u00e9\"}", "\té"),
  ])
  func texts(template: String, text: String) throws {
    #expect(try JSONPath(parsing: template).text(in: Self.document) == text)
  }

  @Test func relaxedPaths() throws {
    for path in ["a.b", ".a.b", "{a.b}", "{.a.b}"] {
      #expect(try JSONPath.relaxed(path) == "{.a.b}")
    }
    #expect(throws: JSONPathError.self) { try JSONPath.relaxed("{a}{b}") }
    #expect(
      try JSONPath(parsing: "{.items[*].n}").json(in: Self.document) == "[\n    1,\n    12\n]\n")
  }

  @Test func survivesAnything() {
    var random = Random(seed: 9)
    let seeds = [
      "{range .items[*]}{.name}{'\\n'}{end}", "{.items[?(@.n>=1.5)]..name}",
      "{.a['x','y'][0:-1:2]}",
      "{..}{..*}{.items[?(@.tags[?(@==\"x\")])].name}", "{\"q\\\"\"}{$}{@}",
    ]
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      guard let path = try? JSONPath(parsing: String(decoding: bytes, as: UTF8.self)) else {
        continue
      }
      _ = try? path.text(in: Self.document)
      _ = try? path.text(in: Self.document, allowingMissingKeys: false)
    }
  }
}
