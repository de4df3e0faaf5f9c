import Cluster
import Resources
import Tree

/// Lines in order, in the C locale.
struct Sort: Command {
  let name = "sort"

  /// Part of a line that is compared.
  private struct Key {
    var start = (field: 1, character: 1)
    var end: (field: Int, character: Int)?
    var flags = ""
  }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "nruhsfbcdVgM", values: "kto",
      long: [
        "numeric-sort": "n", "reverse": "r", "unique": "u", "human-numeric-sort": "h",
        "key": "k", "field-separator": "t", "stable": "s", "ignore-case": "f", "output": "o",
        "version-sort": "V", "check": "c",
      ], status: 2)
    let texts = try Texts(options.operands, input: input, of: name, &system)
    guard !texts.hasFailed else { return 2 }
    var keys: [Key] = []
    for text in options.all("k") { keys.append(try key(text)) }
    let separator = options["t"]?.unicodeScalars.first
    let global = "nrhfbdVg".filter { options.has($0) }
    for place in keys.indices where keys[place].flags.isEmpty { keys[place].flags = global }
    func order(_ left: String, _ right: String, lastResort: Bool) -> Int {
      if keys.isEmpty {
        let result = compare(left, right, global)
        if result != 0 { return global.contains("r") ? -result : result }
      }
      for key in keys {
        let result = compare(
          part(left, key, separator), part(right, key, separator), key.flags)
        if result != 0 { return key.flags.contains("r") ? -result : result }
      }
      guard lastResort else { return 0 }
      let result = left == right ? 0 : left.precedes(right) ? -1 : 1
      return global.contains("r") ? -result : result
    }
    let isStable = options.has("s") || options.has("u")
    let lines = texts.lines.enumerated().sorted { left, right in
      let result = order(left.element, right.element, lastResort: !isStable)
      return result == 0 ? left.offset < right.offset : result < 0
    }.map(\.element)
    if options.has("c") { return lines == texts.lines ? 0 : 1 }
    var result: [String] = []
    for line in lines {
      if options.has("u"), let last = result.last, order(last, line, lastResort: false) == 0 {
        continue
      }
      result.append(line)
    }
    if let file = options["o"] {
      system.writeFile(file, Lines.join(result))
    } else {
      system.print(Lines.join(result), terminator: "")
    }
    return 0
  }

  private func key(_ text: String) throws(Halt) -> Key {
    var key = Key()
    let ends = text.split(separator: ",", maxSplits: 1).map(String.init)
    func place(_ text: String, _ flags: inout String) -> (Int, Int)? {
      let digits = text.prefix { $0.isWholeNumber || $0 == "." }
      flags += text.dropFirst(digits.count)
      let parts = digits.split(separator: ".").map { Int($0) ?? 0 }
      return parts.first.map { ($0, parts.count > 1 ? parts[1] : 0) }
    }
    guard let first = ends.first, let start = place(first, &key.flags), start.0 > 0 else {
      throw .exit(2, "sort: -: invalid field specification ‘\(text)’")
    }
    key.start = (start.0, max(1, start.1))
    if ends.count > 1 { key.end = place(ends[1], &key.flags).map { ($0.0, $0.1) } }
    return key
  }

  /// Fields begin with the blanks before them, unless a separator is given.
  private func part(_ line: String, _ key: Key, _ separator: Unicode.Scalar?) -> String {
    let scalars = Array(line.unicodeScalars)
    var fields: [Range<Int>] = []
    var place = 0
    if let separator {
      for piece in scalars.split(separator: separator, omittingEmptySubsequences: false) {
        fields.append(piece.startIndex..<piece.endIndex)
      }
    } else {
      while place < scalars.count {
        let start = place
        while place < scalars.count, scalars[place] == " " || scalars[place] == "\t" { place += 1 }
        while place < scalars.count, scalars[place] != " ", scalars[place] != "\t" { place += 1 }
        fields.append(start..<place)
      }
    }
    guard key.start.field <= fields.count else { return "" }
    let from = min(scalars.count, fields[key.start.field - 1].lowerBound + key.start.character - 1)
    var to = scalars.count
    if let end = key.end, end.field <= fields.count, end.field > 0 {
      let field = fields[end.field - 1]
      to =
        end.character == 0
        ? field.upperBound : min(field.upperBound, field.lowerBound + end.character)
    }
    return from < to ? String(String.UnicodeScalarView(scalars[from..<to])) : ""
  }

  private func compare(_ left: String, _ right: String, _ flags: String) -> Int {
    if flags.contains("n") || flags.contains("g") { return Number.order(left, right) }
    if flags.contains("h") { return Number.humanOrder(left, right) }
    var (left, right) = (left, right)
    if flags.contains("b") { (left, right) = (left.trimmedStart, right.trimmedStart) }
    if flags.contains("f") { (left, right) = (left.uppercased(), right.uppercased()) }
    if flags.contains("V") { return Number.versionOrder(left, right) }
    return left == right ? 0 : left.precedes(right) ? -1 : 1
  }
}

/// Numbers as sort reads them from the start of a text.
enum Number {
  private struct Decimal {
    var isNegative = false
    var whole = ""
    var fraction = ""
    var rest = ""

    init(_ text: String) {
      var rest = text.trimmedStart[...]
      if rest.hasPrefix("-") {
        isNegative = true
        rest.removeFirst()
      }
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count)
      whole = String(digits.drop { $0 == "0" })
      if rest.hasPrefix(".") {
        let digits = rest.dropFirst().prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count + 1)
        fraction = String(digits)
        while fraction.hasSuffix("0") { fraction.removeLast() }
      }
      self.rest = String(rest)
      if whole.isEmpty, fraction.isEmpty { isNegative = false }
    }

    func magnitude(_ other: Decimal) -> Int {
      if whole.count != other.whole.count { return whole.count < other.whole.count ? -1 : 1 }
      if whole != other.whole { return whole.precedes(other.whole) ? -1 : 1 }
      return fraction == other.fraction ? 0 : fraction.precedes(other.fraction) ? -1 : 1
    }
  }

  static func order(_ left: String, _ right: String) -> Int { order(Decimal(left), Decimal(right)) }

  private static func order(_ left: Decimal, _ right: Decimal) -> Int {
    if left.isNegative != right.isNegative { return left.isNegative ? -1 : 1 }
    let result = left.magnitude(right)
    return left.isNegative ? -result : result
  }

  /// `512`, `4K`, `2M`: the unit counts first.
  static func humanOrder(_ left: String, _ right: String) -> Int {
    let (first, second) = (Decimal(left), Decimal(right))
    func unit(_ number: Decimal) -> Int {
      let units = Array("KMGTPEZY")
      let letter = number.rest.first.map { $0 == "k" ? "K" : $0 }
      let isZero = number.whole.isEmpty && number.fraction.isEmpty
      let size = isZero ? 0 : 1 + (letter.flatMap { units.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
      return number.isNegative ? -size : size
    }
    let (one, two) = (unit(first), unit(second))
    return one == two ? order(first, second) : one < two ? -1 : 1
  }

  /// Runs of digits count as numbers.
  static func versionOrder(_ left: String, _ right: String) -> Int {
    var first = left.unicodeScalars[...]
    var second = right.unicodeScalars[...]
    while let one = first.first, let two = second.first {
      if isDigit(one), isDigit(two) {
        let (left, right) = (first.prefix(while: isDigit), second.prefix(while: isDigit))
        let result = order(String(left), String(right))
        if result != 0 { return result }
        first = first.dropFirst(left.count)
        second = second.dropFirst(right.count)
      } else if one != two {
        return one < two ? -1 : 1
      } else {
        first.removeFirst()
        second.removeFirst()
      }
    }
    return first.isEmpty && second.isEmpty ? 0 : first.isEmpty ? -1 : 1
  }
}

extension String {
  var trimmedStart: String {
    String(unicodeScalars.drop { $0 == " " || $0 == "\t" })
  }
}
