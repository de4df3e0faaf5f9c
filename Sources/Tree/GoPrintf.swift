/// Go's `fmt.Sprint`, `Sprintln` and `Sprintf` for values of a tree.
enum GoPrintf {
  typealias Datum = GoTemplateExecution.Datum

  /// With spaces where neither neighbour is text.
  static func print(_ values: [Value?]) -> String {
    var text = ""
    for (index, value) in values.enumerated() {
      if index > 0, value?.string == nil, values[index - 1]?.string == nil { text += " " }
      text += printed(value)
    }
    return text
  }

  static func printLine(_ values: [Value?]) -> String {
    values.map(printed).joined(separator: " ") + "\n"
  }

  private static func printed(_ value: Value?) -> String { value?.goPrinted ?? "<nil>" }

  static func format(_ format: String, _ values: [Datum]) -> String {
    var text = ""
    var rest = Array(format.unicodeScalars)[...]
    var next = 0
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      var flags = Flags(&rest, values, &next)
      guard let verb = rest.popFirst() else {
        text += "%!(NOVERB)"
        break
      }
      if verb == "%" {
        text += "%"
        continue
      }
      guard next < values.count else {
        text += "%!\(verb)(MISSING)"
        continue
      }
      flags.verb = verb
      text += flags.formatted(values[next])
      next += 1
    }
    if next < values.count {
      let extra = values[next...].map { datum in
        datum.value.map { "\(datum.innerType)=\($0.goPrinted)" } ?? "<nil>"
      }
      text += "%!(EXTRA \(extra.joined(separator: ", ")))"
    }
    return text
  }

  /// What stands between the percent sign and the verb, and the verb.
  private struct Flags {
    var verb: Unicode.Scalar = "v"
    var minus = false
    var plus = false
    var sharp = false
    var space = false
    var zero = false
    var width: Int?
    var precision: Int?

    /// Wider fields than this are nobody's intention.
    static let maximumWidth = 1_000

    init(_ rest: inout ArraySlice<Unicode.Scalar>, _ values: [Datum], _ next: inout Int) {
      loop: while let scalar = rest.first {
        switch scalar {
        case "-": minus = true
        case "+": plus = true
        case "#": sharp = true
        case " ": space = true
        case "0": zero = true
        default: break loop
        }
        rest.removeFirst()
      }
      width = Self.number(&rest, values, &next)
      if let number = width, number < 0 {
        minus = true
        width = -number
      }
      if rest.first == "." {
        rest.removeFirst()
        precision = max(0, Self.number(&rest, values, &next) ?? 0)
      }
    }

    private static func number(
      _ rest: inout ArraySlice<Unicode.Scalar>, _ values: [Datum], _ next: inout Int
    ) -> Int? {
      if rest.first == "*" {
        rest.removeFirst()
        guard next < values.count else { return nil }
        defer { next += 1 }
        guard case .int(let number)? = values[next].value else { return nil }
        return min(max(Int(number), -maximumWidth), maximumWidth)
      }
      let digits = rest.prefix { $0.isASCII && $0.isGoDigit }
      guard !digits.isEmpty else { return nil }
      rest.removeFirst(digits.count)
      return digits.reduce(0) { min($0 * 10 + Int($1.value) - 48, maximumWidth) }
    }

    func formatted(_ datum: Datum) -> String {
      switch (verb, datum.value) {
      case ("T", _): return padded(datum.innerType)
      case ("v", nil), ("v", .null?): return padded("<nil>")
      case ("v", let value?): return padded(sharp ? value.goSyntax : value.goPrinted)
      case (_, nil), (_, .null?): return "%!\(verb)(<nil>)"
      case (_, .array(let items)?):
        return "[" + items.map { formatted(Datum(value: $0)) }.joined(separator: " ") + "]"
      case (_, .object(let fields)?):
        let members = fields.map { key, value in
          formatted(Datum(value: .string(key))) + ":" + formatted(Datum(value: value))
        }
        return "map[" + members.joined(separator: " ") + "]"
      case ("t", .bool(let flag)?): return padded(flag ? "true" : "false")
      case (_, .string(let text)?): return string(text) ?? bad(datum)
      case (_, .int(let number)?): return integer(number) ?? bad(datum)
      case (_, .decimal(let text)?): return decimal(text) ?? bad(datum)
      default: return bad(datum)
      }
    }

    private func bad(_ datum: Datum) -> String {
      "%!\(verb)(\(datum.innerType)=\(datum.value?.goPrinted ?? ""))"
    }

    private func string(_ text: String) -> String? {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text.unicodeScalars.prefix(precision ?? .max))
      let cut = String(view)
      switch verb {
      case "s": return padded(cut)
      case "q":
        return padded(sharp && !cut.utf8.contains(UInt8(ascii: "`")) ? "`\(cut)`" : goQuoted(cut))
      case "x", "X":
        let isUpper = verb == "X"
        return padded(
          cut.utf8.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: isUpper)
          }.joined(separator: space ? " " : ""))
      default: return nil
      }
    }

    private func integer(_ number: Int64) -> String? {
      let (radix, prefix): (Int, String)
      switch verb {
      case "d": (radix, prefix) = (10, "")
      case "b": (radix, prefix) = (2, sharp ? "0b" : "")
      case "o": (radix, prefix) = (8, sharp ? "0" : "")
      case "x", "X": (radix, prefix) = (16, sharp ? "0\(verb)" : "")
      case "c":
        return padded(Unicode.Scalar(UInt32(clamping: number)).map { String($0) } ?? "\u{FFFD}")
      case "q":
        let scalar = Unicode.Scalar(UInt32(clamping: number)) ?? "\u{FFFD}"
        return padded("'\(goQuoted(String(scalar)).dropFirst().dropLast())'")
      case "U":
        let digits = String(UInt64(bitPattern: number), radix: 16, uppercase: true)
        return padded("U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits)
      default: return nil
      }
      var digits = String(number.magnitude, radix: radix, uppercase: verb == "X")
      if let precision {
        digits = String(repeating: "0", count: max(0, precision - digits.utf8.count)) + digits
      }
      return withZeros(sign(number < 0) + prefix, digits)
    }

    private func decimal(_ text: String) -> String? {
      guard let number = DecimalText(text.utf8) else { return nil }
      let isNegative = text.hasPrefix("-")
      let digits: String
      switch verb {
      case "f", "F": digits = number.fixed(places: precision ?? 6)
      case "g", "G": digits = number.printed
      case "e", "E": digits = number.exponential(places: precision ?? 6, upper: verb == "E")
      default: return nil
      }
      let size = digits.hasPrefix("-") ? String(digits.dropFirst()) : digits
      return withZeros(sign(isNegative), size)
    }

    private func sign(_ isNegative: Bool) -> String {
      isNegative ? "-" : plus ? "+" : space ? " " : ""
    }

    private func withZeros(_ sign: String, _ digits: String) -> String {
      guard zero, !minus, let width, precision == nil || verb == "f" else {
        return padded(sign + digits)
      }
      let missing = max(0, width - sign.utf8.count - digits.utf8.count)
      return sign + String(repeating: "0", count: missing) + digits
    }

    private func padded(_ text: String) -> String {
      guard let width else { return text }
      let fill = String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
      return minus ? text + fill : fill + text
    }
  }
}
