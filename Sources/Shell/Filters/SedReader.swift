import Cluster

/// Reads a sed script.
struct SedReader {
  private let text: [Unicode.Scalar]
  private var position = 0
  private let isExtended: Bool
  private var count = 0
  private var depth = 0
  private var lastPattern: Regex?

  init(_ text: String, extended: Bool) {
    self.text = Array(text.unicodeScalars)
    isExtended = extended
  }

  private var current: Unicode.Scalar? { position < text.count ? text[position] : nil }

  private func failure(_ message: String) -> Halt {
    .exit(1, "sed: -e expression #1, char \(position): \(message)")
  }

  mutating func commands() throws(Halt) -> [SedCommand] {
    var result: [SedCommand] = []
    while true {
      while let scalar = current, " \t\n;".unicodeScalars.contains(scalar) { position += 1 }
      guard let scalar = current else {
        if depth > 0 { throw .exit(1, "sed: -e expression #1, char 0: unmatched `{'") }
        return result
      }
      if scalar == "}" {
        position += 1
        guard depth > 0 else { throw failure("unexpected `}'") }
        return result
      }
      if scalar == "#" {
        while let scalar = current, scalar != "\n" {
          _ = scalar
          position += 1
        }
        continue
      }
      result.append(try command())
    }
  }

  private mutating func skipBlanks() {
    while current == " " || current == "\t" { position += 1 }
  }

  private mutating func command() throws(Halt) -> SedCommand {
    count += 1
    let number = count
    let first = try address()
    var second: SedCommand.Address?
    skipBlanks()
    if first != nil, current == "," {
      position += 1
      skipBlanks()
      second = try address(isSecond: true)
      if second == nil { throw failure("unexpected `,'") }
    }
    skipBlanks()
    var isNegated = false
    while current == "!" {
      isNegated = true
      position += 1
      skipBlanks()
    }
    guard let letter = current else { throw failure("missing command") }
    position += 1
    let action = try action(letter)
    skipBlanks()
    if let next = current, !"\n;}#".unicodeScalars.contains(next) {
      position += 1
      throw failure("extra characters after command")
    }
    return SedCommand(
      first: first, second: second, isNegated: isNegated, action: action, number: number)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = current, isDigit(digit) {
      value = min(1 << 40, (value ?? 0) * 10 + Int(digit.value - 48))
      position += 1
    }
    return value
  }

  private mutating func address(isSecond: Bool = false) throws(Halt) -> SedCommand.Address? {
    switch current {
    case "$":
      position += 1
      return .last
    case "/":
      position += 1
      return .pattern(try pattern(until: "/"))
    case "\\":
      position += 1
      guard let mark = current else { throw failure("unknown command: `\\'") }
      position += 1
      return .pattern(try pattern(until: mark))
    case "+" where isSecond:
      position += 1
      return .step(number() ?? 0, 0)
    default:
      guard let line = number() else { return nil }
      guard current == "~" else {
        if line == 0, !isSecond { throw failure("invalid usage of line address 0") }
        return .line(line)
      }
      position += 1
      return .step(line, number() ?? 0)
    }
  }

  /// Text up to a mark, where a backslash before the mark means the mark.
  private mutating func part(until mark: Unicode.Scalar, _ problem: String) throws(Halt) -> String {
    var result = String.UnicodeScalarView()
    while let scalar = current, scalar != mark {
      position += 1
      if scalar == "\\", let next = current {
        position += 1
        if next != mark { result.append("\\") }
        result.append(next)
      } else {
        result.append(scalar)
      }
    }
    guard current == mark else { throw failure(problem) }
    position += 1
    return String(result)
  }

  private mutating func pattern(until mark: Unicode.Scalar) throws(Halt) -> Regex {
    let text = try part(until: mark, "unterminated address regex")
    var foldsCase = false
    if current == "I" {
      foldsCase = true
      position += 1
    }
    return try compiled(text, foldsCase)
  }

  private mutating func compiled(_ text: String, _ foldsCase: Bool) throws(Halt) -> Regex {
    if text.isEmpty {
      guard let lastPattern else { throw failure("no previous regular expression") }
      return lastPattern
    }
    do throws(Expression.Failure) {
      let regex = try Regex(text, extended: isExtended, foldsCase: foldsCase)
      lastPattern = regex
      return regex
    } catch {
      throw failure(error.message)
    }
  }

  private mutating func action(_ letter: Unicode.Scalar) throws(Halt) -> SedCommand.Action {
    switch letter {
    case "p": return .print
    case "d": return .delete
    case "=": return .number
    case "n": return .next
    case "N": return .joinNext
    case "h": return .hold
    case "H": return .appendHold
    case "g": return .get
    case "G": return .append
    case "x": return .exchange
    case "q", "Q":
      skipBlanks()
      return .quit(Int32(truncatingIfNeeded: number() ?? 0))
    case "{":
      guard depth < 50 else { throw failure("too many levels of nesting") }
      depth += 1
      let inner = try commands()
      depth -= 1
      return .block(inner)
    case "s": return try substitution()
    case "y": return try translation()
    case "a", "i", "c": return .text(Character(letter), insertedText())
    default: throw failure("unknown command: `\(letter)'")
    }
  }

  private mutating func insertedText() -> String {
    skipBlanks()
    if current == "\\" {
      position += 1
      if current == "\n" { position += 1 } else { skipBlanks() }
    }
    var result = String.UnicodeScalarView()
    while let scalar = current, scalar != "\n" {
      position += 1
      if scalar == "\\", let next = current {
        position += 1
        result.append(next)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private mutating func translation() throws(Halt) -> SedCommand.Action {
    guard let mark = current else { throw failure("unterminated `y' command") }
    position += 1
    let from = Escapes.decode(
      try part(until: mark, "unterminated `y' command"), octalNeedsZero: true)
    let to = Escapes.decode(try part(until: mark, "unterminated `y' command"), octalNeedsZero: true)
    let (left, right) = (Array(from.text.unicodeScalars), Array(to.text.unicodeScalars))
    guard left.count == right.count else {
      throw failure("strings for `y' command are different lengths")
    }
    return .translate(left, right)
  }

  private mutating func substitution() throws(Halt) -> SedCommand.Action {
    guard let mark = current, mark != "\n", mark != "\\" else {
      throw failure("unterminated `s' command")
    }
    position += 1
    let pattern = try part(until: mark, "unterminated `s' command")
    let replacement = try part(until: mark, "unterminated `s' command")
    var (isGlobal, prints, foldsCase, nth) = (false, false, false, 1)
    flags: while let flag = current {
      switch flag {
      case "g": isGlobal = true
      case "p": prints = true
      case "i", "I": foldsCase = true
      case "1"..."9":
        nth = number() ?? 1
        continue flags
      case "\n", ";", "}", " ", "\t", "#": break flags
      default:
        position += 1
        throw failure("unknown option to `s'")
      }
      position += 1
    }
    let regex = try compiled(pattern, foldsCase)
    let pieces = self.pieces(replacement)
    for case .group(let number) in pieces where number > regex.groups {
      throw failure("invalid reference \\\(number) on `s' command's RHS")
    }
    return .substitute(regex, replacement: pieces, nth: nth, isGlobal: isGlobal, prints: prints)
  }

  private func pieces(_ text: String) -> [SedCommand.Piece] {
    var result: [SedCommand.Piece] = []
    var plain = ""
    var rest = text.unicodeScalars[...]
    func flush(_ result: inout [SedCommand.Piece]) {
      if !plain.isEmpty { result.append(.text(plain)) }
      plain = ""
    }
    while let scalar = rest.popFirst() {
      if scalar == "&" {
        flush(&result)
        result.append(.group(0))
      } else if scalar == "\\", let next = rest.popFirst() {
        switch next {
        case "0"..."9":
          flush(&result)
          result.append(.group(Int(next.value - 48)))
        case "n": plain += "\n"
        case "t": plain += "\t"
        default: plain.unicodeScalars.append(next)
        }
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }
    flush(&result)
    return result
  }
}
