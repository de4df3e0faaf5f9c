import Manifest
import Mutations
import Simulation
import Testing
import Tree

private func yaml(_ problem: String) -> String { "error converting YAML to JSON: yaml: \(problem)" }

@Suite struct ManifestTests {
  @Test(arguments: [
    (
      "a: [y, n, on, Off, ~, null, 010, 0o10, 0x1F, 0b11, 1_000, 08, +1]",
      "{\"a\":[true,false,true,false,null,null,8,8,31,3,1000,8,1]}"
    ),
    (
      "a: [.5, 1., 1e3, 1.10, 1:30, 2001-01-01, 1e400, '1', \"1\", -0.0]",
      "{\"a\":[0.5,1,1000,1.1,\"1:30\",\"2001-01-01\",\"1e400\",\"1\",\"1\",0]}"
    ),
    (
      "b: &x {p: 1, q: 2}\nc: {p: 9, <<: *x}\nd: {<<: *x, p: 9}",
      "{\"b\":{\"p\":1,\"q\":2},\"c\":{\"p\":1,\"q\":2},\"d\":{\"p\":9,\"q\":2}}"
    ),
    ("a: 1\na: 2", "{\"a\":2}"), ("{\"a\": 1.0}", "{\"a\":1}"),
    ("1: a\ntrue: b", "{\"1\":\"a\",\"true\":\"b\"}"),
    ("a: !!binary aGVsbG8=\nb: !!str 1\nc: !foo 1", "{\"a\":\"hello\",\"b\":\"1\",\"c\":\"1\"}"),
  ])
  func means(text: String, json: String) throws {
    #expect(try Manifest(parsing: text).documents.map { $0.value.json() } == [json])
  }

  @Test(arguments: [
    ("a: b\n\tc: d\n", yaml("line 2: found a tab character that violates indentation")),
    ("a:\n\tb: 1\n", yaml("line 2: found character that cannot start any token")),
    ("a: |\n\tb\n", yaml("line 2: found a tab character where an indentation space is expected")),
    ("b: [", yaml("line 1: did not find expected node content")),
    ("a: \"x\n", yaml("line 2: found unexpected end of stream")),
    ("a: {b: c\nd: e\n", yaml("line 1: did not find expected ',' or '}'")),
    ("a: b\nc\n", yaml("line 3: could not find expected ':'")),
    ("a b\nc: d\n", yaml("line 2: mapping values are not allowed in this context")),
    ("a: @b\n", yaml("found character that cannot start any token")),
    ("a: &\n", yaml("did not find expected alphabetic or numeric character")),
    ("a:\n- b\n c: d\n", yaml("line 3: mapping values are not allowed in this context")),
    ("a: \"\\q\"\n", yaml("found unknown escape character")),
    ("a: \"b\" c\n", yaml("did not find expected key")),
    ("}", yaml("did not find expected node content")),
    ("a: ]", yaml("did not find expected node content")),
    ("a:\n  b: c\n d: e\n", yaml("line 2: did not find expected key")),
    ("a: b: c", yaml("mapping values are not allowed in this context")),
    ("a: *x", yaml("unknown anchor 'x' referenced")),
    ("a: &x [*x]", yaml("anchor 'x' value contains itself")),
    ("a: .nan", "error converting YAML to JSON: json: unsupported value: NaN"),
    (
      "{[1]: a}", "json: offset 2: invalid character '[' looking for beginning of object key string"
    ),
    ("? [1]\n: a", yaml("invalid map key: []interface {}{1}")),
    (
      "~: a",
      "error converting YAML to JSON: unsupported map key of type: %!s(<nil>), key: <nil>, "
        + "value: \"a\""
    ),
    ("a: 1\n--- x\n", "invalid Yaml document separator: x"), ("{\"a\": 1", "unexpected EOF"),
    ("{a: 1}", "json: offset 2: invalid character 'a' looking for beginning of object key string"),
  ])
  func errors(text: String, message: String) {
    #expect(Manifest.reading(text).error?.message == message)
  }

  @Test func documentsAndTheirPlaces() throws {
    let text = "# first\na: 1\n---\n---\nspec:\n  containers:\n  - name: x\n    ports: [{p: 1}]\n"
    let documents = try Manifest(parsing: text).documents
    #expect(documents.count == 2)
    #expect(documents[0].place(of: "a") == Place(line: 2, column: 1))
    #expect(documents[1].firstLine == 4)
    #expect(documents[1].place(of: "spec") == Place(line: 5, column: 1))
    #expect(documents[1].place(of: "spec.containers[0].ports[0].p") == Place(line: 8, column: 14))
    #expect(documents[1].place(of: "spec.containers[0].image") == Place(line: 7, column: 5))
    let (good, error) = Manifest.reading("a: 1\n---\nb: [\n")
    #expect(good.count == 1 && error?.line == 4)
  }

  @Test func boundsAliases() {
    var text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for level in 1..<12 {
      let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(
      Manifest.reading(text).error?.message
        == yaml("document contains excessive aliasing"))
    let deep = String(repeating: "[", count: 5_000)
    #expect(Manifest.reading("a: " + deep).error != nil)
  }

  @Test(arguments: [
    ("a: yes", "line 1: yes means true to kubectl: write true, or \"yes\" for the word"),
    ("a:\n- 010", "line 2: 010 means 8 to kubectl: write 8, or \"010\" for the text"),
    ("a: 1.10", "line 1: 1.10 means 1.1 to kubectl: write 1.1, or \"1.10\" for the text"),
    ("a: 1:30", "line 1: 1:30 is a number of base 60 to some readers: write \"1:30\""),
    ("a: 2026-01-01", "line 1: 2026-01-01 is a date to some readers: write \"2026-01-01\""),
    ("a: 1\nb: 2\na: 3", "line 3: a is given twice: it already stands in line 1"),
    ("on: 1", "line 1: the key on is not text: write \"on\""),
    ("a: 1\n---\nb: [", "line 4: did not find expected node content"),
  ])
  func strictness(text: String, message: String) {
    do throws(StrictYAMLError) {
      _ = try StrictYAML.documents(text)
      Issue.record("\(text) was read")
    } catch { #expect(error.description == message) }
  }

  @Test func strictReadsTheRest() throws {
    let document = try StrictYAML.document(
      "title: A pod\nsteps:\n- say: |\n    Hello\n  times: 3\n  ok: true\n")
    #expect(document.value["steps"]?[0]?["say"] == "Hello\n")
    #expect(document.place(of: "steps[0].times")?.line == 5)
  }

  @Test func readsWhatIsWritten() throws {
    var random = Random(seed: 6)
    for _ in 0..<3_000 {
      let value: Value = ["v": arbitraryValue(&random)]
      let read = try Manifest(parsing: value.yaml()).documents.first?.value
      // kubectl loses U+0085 too.
      if !value.json().contains("\u{85}") { #expect(read == value, "\(value.yaml())") }
    }
  }

  @Test func survivesAnything() {
    var random = Random(seed: 7)
    let seeds = [
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {b: \"c\"}}\nspec:\n  containers:\n  - a\n",
      "a: &x |\n  text\n  more\nb: *x\nc: >-\n  folded\n<<: {d: 1}\n---\n? [k]\n: !!binary aGk=\n",
    ]
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      let text = String(decoding: bytes, as: UTF8.self)
      _ = Manifest.reading(text)
      _ = try? StrictYAML.documents(text)
    }
  }
}
