import Simulation
import Tree

/// The words of a command line after its flags have been taken out.
package struct ParsedFlags: Sendable {
  /// Words that are no flags; those after `--` are among them.
  package internal(set) var positional: [String] = []
  /// How many words stood before `--`; nil where there was none.
  package internal(set) var dash: Int?
  let specs: [FlagSpec]
  /// The values given, in order, by the flag's name.
  var given: [String: [String]] = [:]
  /// Their names in the order of the line.
  var order: [String] = []

  init(_ specs: [FlagSpec]) { self.specs = specs }

  /// The words after `--`.
  package var afterDash: [String]? { dash.map { Array(positional.dropFirst($0)) } }
  /// The words before `--`.
  package var beforeDash: [String] { dash.map { Array(positional.prefix($0)) } ?? positional }

  private func spec(_ name: String) -> FlagSpec? { specs.first { $0.name == name } }

  package func isSet(_ name: String) -> Bool { given[name] != nil }
  package func isKnown(_ name: String) -> Bool { spec(name) != nil }

  package func string(_ name: String) -> String {
    given[name]?.last ?? spec(name)?.defaultValue ?? ""
  }

  package func bool(_ name: String) -> Bool { FlagText.bool(string(name)) ?? false }

  package func int(_ name: String) -> Int { FlagText.int(string(name)) ?? 0 }

  package func duration(_ name: String) -> GoDuration {
    (try? GoDuration(parsing: string(name))) ?? GoDuration(nanoseconds: 0)
  }

  package func list(_ name: String) -> [String] {
    guard let values = given[name] else {
      let text = spec(name)?.defaultValue ?? ""
      return text.isEmpty ? [] : text.split(separator: ",").map(String.init)
    }
    guard spec(name)?.kind == .stringList else { return values }
    return values.flatMap { CommaSeparated.split($0) }
  }

  /// Whether objects come from files or a kustomization folder.
  var hasFiles: Bool {
    !list("filename").isEmpty || isKnown("kustomize") && !string("kustomize").isEmpty
  }

  /// The line as it would be without a flag.
  func without(_ name: String) -> ParsedFlags {
    var flags = self
    flags.given[name] = nil
    return flags
  }

  /// The last words of `--dry-run`: none, client or server.
  package var dryRun: DryRun {
    switch string("dry-run") {
    case "client", "unchanged": .client
    case "server": .server
    case let word: FlagText.bool(word) == true ? .client : .none
    }
  }
}

/// How much of a write is only shown.
package enum DryRun: Hashable, Sendable {
  case none, client, server

  /// What follows the verb in `pod/x created (dry run)`.
  package var suffix: String {
    switch self {
    case .none: ""
    case .client: " (dry run)"
    case .server: " (server dry run)"
    }
  }
}

/// Go's readings of flag values.
enum FlagText {
  /// As `strconv.ParseBool`.
  static func bool(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "true", "TRUE", "True": true
    case "0", "f", "F", "false", "FALSE", "False": false
    default: nil
    }
  }

  /// As `strconv.ParseInt` with base 0.
  static func int(_ text: String) -> Int? {
    var digits = text[...]
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      sign = String(first)
      digits = digits.dropFirst()
    }
    guard digits.first?.isASCII == true, digits.first != "-", digits.first != "+" else {
      return nil
    }
    let lower = digits.lowercased()
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8), ("0", 8)]
    where lower.hasPrefix(prefix) && lower.count > prefix.count {
      return Int(sign + lower.dropFirst(prefix.count), radix: radix)
    }
    return Int(sign + digits)
  }
}

/// Values in one word, separated by commas; a quoted one may hold commas (pflag reads them as CSV).
enum CommaSeparated {
  static func split(_ text: String) -> [String] {
    if text.isEmpty { return [] }
    var values: [String] = []
    var value = ""
    var isQuoted = false
    var characters = Array(text)[...]
    while let character = characters.popFirst() {
      switch character {
      case "\"" where isQuoted && characters.first == "\"":
        value.append("\"")
        characters.removeFirst()
      case "\"" where isQuoted || value.isEmpty: isQuoted.toggle()
      case "," where !isQuoted:
        values.append(value)
        value = ""
      default: value.append(character)
      }
    }
    return values + [value]
  }
}
