import Testing

@testable import Kubectl

/// What pflag v1.0.5 makes of a line: values and words, or its complaint.
@Suite struct FlagParserTests {
  private static let specs: [FlagSpec] = [
    FlagSpec("all", "A", .bool), FlagSpec("watch", "w", .bool), FlagSpec("namespace", "n"),
    FlagSpec("output", "o"), FlagSpec("tail", nil, .int, default: "-1"),
    FlagSpec("timeout", nil, .duration, default: "30s"),
    FlagSpec("filename", "f", .stringList), FlagSpec("env", nil, .stringArray),
    FlagSpec("dry-run", nil, .string, default: "none", noOptionDefault: "unchanged"),
  ]

  /// Words separated by one space, and what comes out: `name=value` in the order of the flags, then the words.
  static let table: [(line: String, result: String)] = [
    ("", ""),
    ("pods", "pods"),
    ("pods --all x", "all=true pods x"),
    ("--all=false pods", "all=false pods"),
    ("-A pods", "all=true pods"),
    ("-Aw pods", "all=true watch=true pods"),
    ("-A=false pods", "all=false pods"),
    ("-n dev pods", "namespace=dev pods"),
    ("-ndev pods", "namespace=dev pods"),
    ("-n=dev pods", "namespace=dev pods"),
    ("--namespace dev pods", "namespace=dev pods"),
    ("--namespace=dev pods", "namespace=dev pods"),
    ("--namespace= pods", "namespace= pods"),
    ("-Andev", "all=true namespace=dev"),
    ("-wo yaml", "watch=true output=yaml"),
    ("-woyaml", "watch=true output=yaml"),
    ("--tail 5", "tail=5"),
    ("--tail=-1", "tail=-1"),
    ("--tail=0x10", "tail=0x10"),
    ("--timeout 1m30s", "timeout=1m30s"),
    ("-f a,b -f c", "filename=a|b|c"),
    ("--env A=1,2 --env B", "env=A=1,2|B"),
    ("--dry-run pods", "dry-run=unchanged pods"),
    ("--dry-run=server pods", "dry-run=server pods"),
    ("--dry-run server", "dry-run=unchanged server"),
    ("exec x -- ls -l --all", "exec x ls -l --all"),
    ("x -", "x -"),
    ("-n -- pods", "namespace=-- pods"),
    ("--nosuch", "! unknown flag: --nosuch"),
    ("--nosuch=1", "! unknown flag: --nosuch"),
    ("-z", "! unknown shorthand flag: 'z' in -z"),
    ("-Az", "! unknown shorthand flag: 'z' in -z"),
    ("-zA", "! unknown shorthand flag: 'z' in -zA"),
    ("-n", "! flag needs an argument: 'n' in -n"),
    ("--namespace", "! flag needs an argument: --namespace"),
    ("---all", "! bad flag syntax: ---all"),
    ("--=x", "! bad flag syntax: --=x"),
    (
      "--all=maybe",
      "! invalid argument \"maybe\" for \"-A, --all\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax"
    ),
    (
      "--tail x",
      "! invalid argument \"x\" for \"--tail\" flag: strconv.ParseInt: parsing \"x\": invalid syntax"
    ),
    (
      "--timeout 5",
      "! invalid argument \"5\" for \"--timeout\" flag: time: missing unit in duration \"5\""
    ),
  ]

  @Test(arguments: table.indices) func line(_ place: Int) {
    let (line, result) = Self.table[place]
    #expect(Self.text(line) == result, "\(line)")
  }

  private static func text(_ line: String) -> String {
    let words = line.split(separator: " ").map(String.init)
    do throws(FlagError) {
      let parsed = try FlagParser.parse(words, specs)
      let given = specs.filter { parsed.isSet($0.name) }.map { spec in
        let isList = spec.kind == .stringList || spec.kind == .stringArray
        let value =
          isList
          ? parsed.list(spec.name).joined(separator: "|") : parsed.string(spec.name)
        return "\(spec.name)=\(value)"
      }
      return (given + parsed.positional).joined(separator: " ")
    } catch { return "! " + error.message }
  }

  @Test func tabWriter() {
    // From the documentation of Go's text/tabwriter, with spaces and without flags.
    #expect(
      TabWriter.text("a\tb\tc\naa\tbb\tcc\naaa\t\naaaa\tdddd\teeee\n", padding: 1)
        == "a    b  c\naa   bb cc\naaa  \naaaa dddd eeee\n")
    #expect(TabWriter.text("x:\n  k:\tv\nlong:\tw\n") == "x:\n  k:   v\nlong:  w\n")
    #expect(TabWriter.text("a:\tb\n\u{0C}long name:\tc\n") == "a:  b\nlong name:  c\n")
  }

  @Test func editDistance() {
    #expect(EditDistance.between("gte", "get") == 2)
    #expect(EditDistance.between("", "abc") == 3)
    #expect(EditDistance.between("pods", "logs") == 2)
    #expect(EditDistance.between("same", "same") == 0)
  }
}
