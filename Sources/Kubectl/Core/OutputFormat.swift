import Cluster
import Tree

/// How objects are printed: the meaning of `-o`, `--template` and their like.
package enum OutputFormat: Sendable {
  /// The table that people read, or the verb's own words; `-o wide` has more columns.
  case standard(wide: Bool)
  case yaml, json, name
  case jsonPath(JSONPath, asJSON: Bool)
  case goTemplate(Template)
  case customColumns([CustomColumn])

  package var isStandard: Bool { if case .standard = self { true } else { false } }
  package var isName: Bool { if case .name = self { true } else { false } }

  static let objectFormats = [
    "go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json", "jsonpath-file",
    "name", "template", "templatefile", "yaml",
  ]
  static let tableFormats = ["custom-columns", "custom-columns-file", "wide"]
}

extension Session {
  /// Reads `-o`; `takesTables` where wide and custom columns are known too (`get`, `events`).
  package mutating func outputFormat(
    _ flags: ParsedFlags, takesTables: Bool = false
  ) throws(Halt) -> OutputFormat {
    var word = flags.string("output")
    var argument = flags.string("template")
    if word.isEmpty, !argument.isEmpty { word = "go-template" }
    if let equals = word.firstIndex(of: "="), equals != word.startIndex {
      argument = String(word[word.index(after: equals)...])
      word = String(word[..<equals])
    }
    let allowsMissing =
      !flags.isKnown("allow-missing-template-keys") || flags.bool("allow-missing-template-keys")
    switch word {
    case "": return .standard(wide: false)
    case "wide" where takesTables: return .standard(wide: true)
    case "yaml": return .yaml
    case "json": return .json
    case "name": return .name
    case "jsonpath", "jsonpath-as-json", "jsonpath-file":
      let text = try template(argument, word, isFile: word == "jsonpath-file")
      do throws(JSONPathError) {
        return .jsonPath(try JSONPath(parsing: text), asJSON: word == "jsonpath-as-json")
      } catch { throw fail("error parsing jsonpath \(text), \(error.description)") }
    case "go-template", "template", "go-template-file", "templatefile":
      let text = try template(argument, word, isFile: word.hasSuffix("file"))
      do throws(TemplateProblem) {
        return .goTemplate(try Template(text, allowsMissingKeys: allowsMissing))
      } catch { throw fail("error parsing template \(text), \(error.message)") }
    case "custom-columns" where takesTables:
      if argument.isEmpty { throw emptyTemplate(word) }
      return .customColumns(try CustomColumn.parse(argument))
    case "custom-columns-file" where takesTables:
      return .customColumns(
        try CustomColumn.parseFile(try template(argument, word, isFile: true)))
    default:
      let allowed = OutputFormat.objectFormats + (takesTables ? OutputFormat.tableFormats : [])
      throw fail(
        "unable to match a printer suitable for the output format \(goQuoted(flags.string("output"))), allowed formats are: \(allowed.sortedByBytes().joined(separator: ","))"
      )
    }
  }

  private mutating func template(
    _ argument: String, _ word: String, isFile: Bool
  ) throws(Halt) -> String {
    guard !argument.isEmpty else { throw emptyTemplate(word) }
    guard isFile else { return argument }
    do throws(Halt) { return try system.readFile(argument) } catch {
      guard case .exit = error else { throw error }
      let flag = word.hasPrefix("custom-columns") ? "template" : "--template"
      throw fail("error reading \(flag) \(argument), open \(argument): no such file or directory")
    }
  }

  private func emptyTemplate(_ word: String) -> Halt {
    fail(
      word.hasPrefix("custom-columns")
        ? "custom-columns format specified but no custom columns given"
        : "template format specified but no template given")
  }
}
