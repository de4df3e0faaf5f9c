import Mutations
import Simulation
import Testing
import Tree

@Suite struct JSONTests {
  @Test(arguments: [
    ("", "unexpected end of JSON input"),
    ("{", "unexpected end of JSON input"),
    ("{oops", "invalid character 'o' looking for beginning of object key string"),
    ("{\"a\" 1}", "invalid character '1' after object key"),
    ("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair"),
    ("{\"a\":1,}", "invalid character '}' looking for beginning of object key string"),
    ("[1 2]", "invalid character '2' after array element"),
    ("[1,]", "invalid character ']' looking for beginning of value"),
    ("1 2", "invalid character '2' after top-level value"),
    ("01", "invalid character '1' after top-level value"),
    ("-x", "invalid character 'x' in numeric literal"),
    ("1.x", "invalid character 'x' after decimal point in numeric literal"),
    ("1e+", "unexpected end of JSON input"),
    ("1ex", "invalid character 'x' in exponent of numeric literal"),
    ("trux", "invalid character 'x' in literal true (expecting 'e')"),
    ("nul", "unexpected end of JSON input"),
    ("\"a\nb\"", "invalid character '\\n' in string literal"),
    ("\"\\x\"", "invalid character 'x' in string escape code"),
    ("\"\\u12g4\"", "invalid character 'g' in \\u hexadecimal character escape"),
    ("'a'", "invalid character '\\'' looking for beginning of value"),
    ("é", "invalid character 'Ã' looking for beginning of value"),
    ("\u{01}", "invalid character '\\x01' looking for beginning of value"),
  ])
  func errors(text: String, message: String) {
    #expect(throws: JSONError.self) { try Value(json: text) }
    do { _ = try Value(json: text) } catch { #expect(error.message == message) }
  }

  @Test func numbers() throws {
    #expect(try Value(json: "9223372036854775807") == .int(.max))
    #expect(try Value(json: "-9223372036854775808") == .int(.min))
    #expect(try Value(json: "9223372036854775808") == .decimal("9223372036854775808"))
    #expect(try Value(json: "1.50") == .decimal("1.50"))
    #expect(try Value(json: "1e3") == .decimal("1e3"))
    #expect(try Value(json: "-0") == .int(0))
  }

  @Test func strings() throws {
    #expect(try Value(json: #""\ud83d\ude00""#) == "😀")
    #expect(try Value(json: #""\ud83dx""#) == "\u{FFFD}x")
    #expect(try Value(json: #""\ud83d\u0041""#) == "\u{FFFD}A")
    #expect(try Value(json: #""\/\b\f\n\r\t\"\\é""#) == "/\u{08}\u{0C}\n\r\t\"\\é")
  }

  @Test func writes() {
    let value: Value = ["b": ["x", 1, [], [:]], "a": "<&>\u{01}\u{2028}é→", "c": ["d": .null]]
    #expect(
      value.json()
        == #"{"a":"\u003c\u0026\u003e\u0001\u2028é→","b":["x",1,[],{}],"c":{"d":null}}"#)
    #expect(
      value.indentedJSON(by: 2, escapingHTML: false) == """
        {
          "a": "<&>\\u0001\\u2028é→",
          "b": [
            "x",
            1,
            [],
            {}
          ],
          "c": {
            "d": null
          }
        }
        """)
  }

  @Test func duplicateNames() throws {
    var reader = JSONReader(
      Array(#"{"a":{"b":1,"b":2},"l":[{"c":1,"c":2}]}"#.utf8), recordsDuplicates: true)
    #expect(try reader.document() == ["a": ["b": 2], "l": [["c": 2]]])
    #expect(reader.duplicates == ["a.b", "l[0].c"])
  }

  @Test func depth() {
    let text = String(repeating: "[", count: 200)
    do { _ = try Value(json: text) } catch { #expect(error.message == "exceeded max depth") }
  }

  @Test func readsWhatItWrites() throws {
    var random = Random(seed: 1)
    for _ in 0..<2_000 {
      let value = arbitraryValue(&random)
      #expect(try Value(json: value.json()) == value)
      #expect(try Value(json: value.indentedJSON()) == value)
    }
  }

  @Test func survivesAnything() {
    var random = Random(seed: 2)
    let seeds = [#"{"a":[1,-2.5e+3,true,null,"x\u00e9\n"],"b":{"c":"d"}}"#, "[[[[1]]]]"]
    for text in mutations(of: seeds, count: 20_000, &random) { _ = try? Value(json: text) }
  }
}
