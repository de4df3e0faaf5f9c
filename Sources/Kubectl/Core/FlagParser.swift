import Tree

/// What is wrong with a flag, in pflag's words.
struct FlagError: Error, Hashable { let message: String }

/// Takes flags out of a command line as pflag does: anywhere among the words, up to `--`.
struct FlagParser {
  private var words: ArraySlice<String>
  private var parsed: ParsedFlags

  private init(_ words: [String], _ specs: [FlagSpec]) {
    self.words = words[...]
    parsed = ParsedFlags(specs)
  }

  static func parse(_ words: [String], _ specs: [FlagSpec]) throws(FlagError) -> ParsedFlags {
    var parser = FlagParser(words, specs)
    try parser.parse()
    return parser.parsed
  }

  private mutating func parse() throws(FlagError) {
    while let word = words.popFirst() {
      if word == "--" {
        parsed.dash = parsed.positional.count
        parsed.positional += words
        return
      }
      if word.hasPrefix("--") {
        try parseLong(word)
      } else if word.hasPrefix("-"), word != "-" {
        try parseShort(word)
      } else {
        parsed.positional.append(word)
      }
    }
  }

  private mutating func parseLong(_ word: String) throws(FlagError) {
    let body = word.dropFirst(2)
    if body.hasPrefix("-") || body.hasPrefix("=") {
      throw FlagError(message: "bad flag syntax: \(word)")
    }
    let parts = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0]).replacing("_", with: "-")
    guard let spec = parsed.specs.first(where: { $0.name == name }) else {
      throw FlagError(message: "unknown flag: --\(parts[0])")
    }
    if parts.count == 2 {
      try set(spec, String(parts[1]))
    } else if let value = spec.noOptionDefault {
      try set(spec, value)
    } else if let value = words.popFirst() {
      try set(spec, value)
    } else {
      throw FlagError(message: "flag needs an argument: \(word)")
    }
  }

  private mutating func parseShort(_ word: String) throws(FlagError) {
    var letters = word.dropFirst()
    while let letter = letters.first {
      let rest = letters.dropFirst()
      guard let spec = parsed.specs.first(where: { $0.short == letter }) else {
        throw FlagError(message: "unknown shorthand flag: '\(letter)' in -\(letters)")
      }
      if rest.first == "=", rest.count > 1 {
        return try set(spec, String(rest.dropFirst()))
      } else if let value = spec.noOptionDefault {
        try set(spec, value)
        letters = rest
      } else if !rest.isEmpty {
        return try set(spec, String(rest))
      } else if let value = words.popFirst() {
        return try set(spec, value)
      } else {
        throw FlagError(message: "flag needs an argument: '\(letter)' in -\(letters)")
      }
    }
  }

  private mutating func set(_ spec: FlagSpec, _ value: String) throws(FlagError) {
    if let problem = Self.problem(spec.kind, value) {
      throw FlagError(
        message: "invalid argument \(goQuoted(value)) for \"\(spec.title)\" flag: \(problem)")
    }
    if parsed.given[spec.name] == nil { parsed.order.append(spec.name) }
    parsed.given[spec.name, default: []].append(value)
  }

  private static func problem(_ kind: FlagSpec.Kind, _ value: String) -> String? {
    switch kind {
    case .bool where FlagText.bool(value) == nil:
      return "strconv.ParseBool: parsing \(goQuoted(value)): invalid syntax"
    case .int where FlagText.int(value) == nil:
      return "strconv.ParseInt: parsing \(goQuoted(value)): invalid syntax"
    case .duration:
      do throws(GoDurationError) { _ = try GoDuration(parsing: value) } catch {
        return error.description
      }
      return nil
    default: return nil
    }
  }
}
