import Cluster

/// Words in a format, which is used again while words are left.
struct Printf: Command {
  let name = "printf"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    var rest = arguments[...]
    if rest.first == "--" { rest.removeFirst() }
    guard let format = rest.popFirst() else {
      throw .exit(2, "printf: usage: printf format [arguments]")
    }
    let made = fill(format, Array(rest))
    for error in made.errors { system.printError(error) }
    system.print(made.text, terminator: "")
    return made.status
  }

  /// What a format makes of words.
  static func text(_ format: String, _ words: [String]) -> String {
    Printf().fill(format, words).text
  }

  private func fill(
    _ format: String, _ words: [String]
  ) -> (text: String, status: Int32, errors: [String]) {
    var words = words[...]
    var result = ""
    var status: Int32 = 0
    var errors: [String] = []
    repeat {
      let before = words.count
      guard fill(format, &words, &result, &status, &errors) else { break }
      if words.count == before { break }
    } while !words.isEmpty && result.utf8.count < 1 << 20
    return (result, status, errors)
  }

  /// One pass over the format; false when `\c` ended it.
  private func fill(
    _ format: String, _ words: inout ArraySlice<String>, _ result: inout String,
    _ status: inout Int32, _ errors: inout [String]
  ) -> Bool {
    var rest = format.unicodeScalars[...]
    var plain = ""
    func flush(_ result: inout String) -> Bool {
      let (text, isCut) = Escapes.decode(plain, octalNeedsZero: false)
      result += text
      plain = ""
      return !isCut
    }
    while let scalar = rest.popFirst() {
      if scalar == "\\", let next = rest.popFirst() {
        plain.unicodeScalars.append("\\")
        plain.unicodeScalars.append(next)
        continue
      }
      guard scalar == "%" else {
        plain.unicodeScalars.append(scalar)
        continue
      }
      guard flush(&result) else { return false }
      var flags = ""
      while let flag = rest.first, "-+ 0#".unicodeScalars.contains(flag) {
        flags.unicodeScalars.append(rest.removeFirst())
      }
      let width = number(&rest, &words)
      var precision: Int?
      if rest.first == "." {
        rest.removeFirst()
        precision = number(&rest, &words) ?? 0
      }
      guard let letter = rest.popFirst() else {
        errors.append("printf: %: missing conversion specifier")
        status = 1
        return true
      }
      if letter == "%" {
        result += "%"
        continue
      }
      let word = words.popFirst()
      guard let text = convert(letter, word, flags, precision, &status, &errors) else {
        errors.append("printf: %\(letter): invalid conversion specification")
        status = 1
        return false
      }
      let size = min(10_000, width ?? 0)
      if flags.contains("-") {
        result += text.padded(to: size)
      } else if flags.contains("0"), letter != "s", letter != "b", letter != "c" {
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
        result +=
          sign + String(text.dropFirst(sign.count)).leftPadded(to: size - sign.count, with: "0")
      } else {
        result += text.leftPadded(to: size)
      }
      if letter == "b", let word, Escapes.decode(word, octalNeedsZero: true).isCut { return false }
    }
    return flush(&result)
  }

  private func number(
    _ rest: inout Substring.UnicodeScalarView, _ words: inout ArraySlice<String>
  ) -> Int? {
    if rest.first == "*" {
      rest.removeFirst()
      return Int(words.popFirst() ?? "")
    }
    var value: Int?
    while let digit = rest.first, isDigit(digit) {
      value = min(100_000, (value ?? 0) * 10 + Int(digit.value - 48))
      rest.removeFirst()
    }
    return value
  }

  private func convert(
    _ letter: Unicode.Scalar, _ word: String?, _ flags: String, _ precision: Int?,
    _ status: inout Int32, _ errors: inout [String]
  ) -> String? {
    let word = word ?? ""
    switch letter {
    case "s": return precision.map { String(word.unicodeScalars.prefix($0)) } ?? word
    case "b": return Escapes.decode(word, octalNeedsZero: true).text
    case "c": return String(word.prefix(1))
    case "q": return shellQuoted(word)
    case "d", "i", "u", "x", "X", "o":
      let value = integer(word)
      if value == nil, !word.isEmpty {
        errors.append("printf: ‘\(word)’: expected a numeric value")
        status = 1
      }
      let number = value ?? 0
      var digits: String
      switch letter {
      case "x": digits = String(UInt64(bitPattern: number), radix: 16)
      case "X": digits = String(UInt64(bitPattern: number), radix: 16, uppercase: true)
      case "o": digits = String(UInt64(bitPattern: number), radix: 8)
      default: digits = String(number.magnitude)
      }
      digits = digits.leftPadded(to: min(10_000, precision ?? 0), with: "0")
      let isSigned = letter == "d" || letter == "i"
      return (isSigned && number < 0 ? "-" : isSigned && flags.contains("+") ? "+" : "") + digits
    case "f", "F", "e", "g": return FixedPoint.text(word, digits: precision ?? 6)
    default: return nil
    }
  }

  private func integer(_ word: String) -> Int64? {
    if let first = word.first, first == "'" || first == "\"" {
      return word.dropFirst().unicodeScalars.first.map { Int64($0.value) }
    }
    var digits = word.trimmed[...]
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
    let value =
      digits.lowercased().hasPrefix("0x")
      ? Int64(digits.dropFirst(2), radix: 16)
      : digits.count > 1 && digits.hasPrefix("0") ? Int64(digits, radix: 8) : Int64(digits)
    return value.map { isNegative ? -$0 : $0 }
  }
}

/// Decimal numbers with a fixed number of digits behind the point, without binary fractions.
enum FixedPoint {
  /// Rounds half up, away from zero.
  static func text(_ word: String, digits: Int) -> String {
    let isNegative = word.hasPrefix("-")
    let parts = word.drop { $0 == "-" || $0 == "+" || $0 == " " }.split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = (parts.first ?? "").prefix { $0.isWholeNumber }
    let fraction = parts.count > 1 ? parts[1].prefix { $0.isWholeNumber } : ""
    let count = min(200, digits)
    var number = Array(("0" + whole + fraction.prefix(count + 1)).utf8)
    let missing = count + 1 - min(fraction.count, count + 1)
    number += [UInt8](repeating: 48, count: missing)
    let last = number.removeLast()
    if last >= 53 {
      var place = number.count - 1
      while place >= 0 {
        if number[place] < 57 {
          number[place] += 1
          break
        }
        number[place] = 48
        place -= 1
      }
    }
    var text = String(decoding: number.drop { $0 == 48 }, as: UTF8.self)
    text = text.leftPadded(to: count + 1, with: "0")
    let point = text.index(text.endIndex, offsetBy: -count)
    let result = count == 0 ? text : text[..<point] + "." + text[point...]
    return (isNegative ? "-" : "") + result
  }
}
