/// A run of an awk program over lines.
struct AwkRun {
  enum Value {
    case text(String)
    case number(AwkNumber)
    /// Text from outside, which compares as a number where it looks like one.
    case input(String)
  }

  private let rules: [AwkRule]
  var variables: [String: Value] = [:]
  private(set) var output = ""
  private(set) var exit: Int32?
  private var line = ""
  private var fields: [String] = []
  private var count: Int64 = 0
  private var openRanges: [Int: Bool] = [:]

  init(_ rules: [AwkRule], separator: String?) {
    self.rules = rules
    variables["FS"] = .text(separator.map { $0 == "t" || $0 == "\\t" ? "\t" : $0 } ?? " ")
    variables["OFS"] = .text(" ")
    variables["ORS"] = .text("\n")
  }

  var readsInput: Bool {
    rules.contains { if case .begin = $0.pattern { false } else { true } }
  }

  mutating func begin() {
    for rule in rules { if case .begin = rule.pattern { run(rule) } }
  }

  mutating func end() {
    if exit != nil { return }
    for rule in rules { if case .end = rule.pattern { run(rule) } }
  }

  mutating func take(_ text: String) {
    count += 1
    line = text
    split()
    for (place, rule) in rules.enumerated() {
      switch rule.pattern {
      case .begin, .end: continue
      case .always: break
      case .when(let condition): guard truth(value(condition)) else { continue }
      case .range(let first, let last):
        let wasOpen = openRanges[place] ?? false
        guard wasOpen || truth(value(first)) else { continue }
        openRanges[place] = !truth(value(last))
      }
      if run(rule) || exit != nil { return }
    }
  }

  private mutating func split() {
    let separator = string(variables["FS"] ?? .text(" "))
    if separator == " " {
      fields = line.unicodeScalars.split { $0 == " " || $0 == "\t" || $0 == "\n" }.map {
        String($0)
      }
    } else if line.isEmpty {
      fields = []
    } else if separator.unicodeScalars.count == 1, let mark = separator.unicodeScalars.first {
      fields = line.unicodeScalars.split(separator: mark, omittingEmptySubsequences: false).map {
        String($0)
      }
    } else if let regex = try? Regex(separator, extended: true) {
      let scalars = Array(line.unicodeScalars)
      fields = []
      var from = 0
      while let found = regex.match(scalars, from: from), found[1] > found[0] {
        fields.append(String(String.UnicodeScalarView(scalars[from..<found[0]])))
        from = found[1]
      }
      fields.append(String(String.UnicodeScalarView(scalars[from...])))
    }
  }

  /// Gives back whether `next` ended the line.
  @discardableResult
  private mutating func run(_ rule: AwkRule) -> Bool {
    guard let body = rule.body else {
      output += line + string(variables["ORS"] ?? .text("\n"))
      return false
    }
    return run(body)
  }

  private mutating func run(_ statements: [AwkStatement]) -> Bool {
    for statement in statements {
      switch statement {
      case .print(let items):
        let texts = items.isEmpty ? [line] : items.map { string(value($0)) }
        output += texts.joined(separator: string(variables["OFS"] ?? .text(" ")))
        output += string(variables["ORS"] ?? .text("\n"))
      case .printf(let items):
        let texts = items.map { string(value($0)) }
        output += Printf.text(texts.first ?? "", Array(texts.dropFirst()))
      case .expression(let expression): _ = value(expression)
      case .condition(let condition, let first, let second):
        if run(truth(value(condition)) ? first : second) { return true }
      case .next: return true
      case .exit(let status):
        exit = status.map { Int32(truncatingIfNeeded: number(value($0)).whole & 255) } ?? 0
      }
      if exit != nil { return true }
    }
    return false
  }

  // MARK: Values

  private func string(_ value: Value) -> String {
    switch value {
    case .text(let text), .input(let text): text
    case .number(let number): number.text
    }
  }

  private func number(_ value: Value) -> AwkNumber {
    switch value {
    case .text(let text), .input(let text): AwkNumber(text)
    case .number(let number): number
    }
  }

  private func truth(_ value: Value) -> Bool {
    switch value {
    case .text(let text): !text.isEmpty
    case .input(let text):
      AwkNumber.read(text).isWhole ? AwkNumber(text).millionths != 0 : !text.isEmpty
    case .number(let number): number.millionths != 0
    }
  }

  private mutating func value(_ expression: AwkExpression) -> Value {
    switch expression {
    case .text(let text): return .text(text)
    case .number(let number): return .number(number)
    case .regex(let regex): return flag(regex.match(Array(line.unicodeScalars)) != nil)
    case .field(let index): return field(number(value(index)).whole)
    case .variable("NR"), .variable("FNR"): return .number(.whole(count))
    case .variable("NF"): return .number(.whole(Int64(fields.count)))
    case .variable(let name): return variables[name] ?? .input("")
    case .assign(let target, let sign, let right):
      var result = value(right)
      if sign != "=" {
        result = .number(
          calculate(String(sign.dropLast()), number(value(target)), number(result)))
      }
      assign(target, result)
      return result
    case .step(let target, let change):
      let before = number(value(target))
      assign(target, .number(calculate("+", before, .whole(change))))
      return .number(before)
    case .not(let inner): return flag(!truth(value(inner)))
    case .minus(let inner):
      return .number(AwkNumber(millionths: 0 &- number(value(inner)).millionths))
    case .choice(let condition, let first, let second):
      return value(truth(value(condition)) ? first : second)
    case .binary(let sign, let left, let right): return binary(sign, left, right)
    case .call(let name, let arguments): return call(name, arguments)
    }
  }

  private func flag(_ flag: Bool) -> Value { .number(.whole(flag ? 1 : 0)) }

  private func field(_ index: Int64) -> Value {
    if index == 0 { return .input(line) }
    guard index > 0, index <= fields.count else { return .input("") }
    return .input(fields[Int(index) - 1])
  }

  private mutating func assign(_ target: AwkExpression, _ value: Value) {
    switch target {
    case .variable(let name): variables[name] = value
    case .field(let index):
      let place = number(self.value(index)).whole
      if place == 0 {
        line = string(value)
        return split()
      }
      guard place > 0, place < 1000 else { return }
      while fields.count < place { fields.append("") }
      fields[Int(place) - 1] = string(value)
      line = fields.joined(separator: string(variables["OFS"] ?? .text(" ")))
    default: break
    }
  }

  private mutating func binary(
    _ sign: String, _ left: AwkExpression, _ right: AwkExpression
  ) -> Value {
    switch sign {
    case "&&": return flag(truth(value(left)) && truth(value(right)))
    case "||": return flag(truth(value(left)) || truth(value(right)))
    case " ": return .text(string(value(left)) + string(value(right)))
    case "~", "!~":
      let text = Array(string(value(left)).unicodeScalars)
      var found = false
      if case .regex(let regex) = right {
        found = regex.match(text) != nil
      } else if let regex = try? Regex(string(value(right)), extended: true) {
        found = regex.match(text) != nil
      }
      return flag(found == (sign == "~"))
    case "==", "!=", "<", ">", "<=", ">=":
      let order = compare(value(left), value(right))
      switch sign {
      case "==": return flag(order == 0)
      case "!=": return flag(order != 0)
      case "<": return flag(order < 0)
      case ">": return flag(order > 0)
      case "<=": return flag(order <= 0)
      default: return flag(order >= 0)
      }
    default: return .number(calculate(sign, number(value(left)), number(value(right))))
    }
  }

  private func compare(_ left: Value, _ right: Value) -> Int {
    func isNumber(_ value: Value) -> Bool {
      switch value {
      case .text: false
      case .number: true
      case .input(let text): text.isEmpty || AwkNumber.read(text).isWhole
      }
    }
    if isNumber(left), isNumber(right) {
      let (first, second) = (number(left), number(right))
      return first == second ? 0 : first < second ? -1 : 1
    }
    let (first, second) = (string(left), string(right))
    return first == second ? 0 : first.precedes(second) ? -1 : 1
  }

  private func calculate(_ sign: String, _ left: AwkNumber, _ right: AwkNumber) -> AwkNumber {
    let (first, second) = (left.millionths, right.millionths)
    switch sign {
    case "+": return AwkNumber(millionths: first &+ second)
    case "-": return AwkNumber(millionths: first &- second)
    case "*":
      let product = first.multipliedFullWidth(by: second)
      guard product.high.magnitude < 500_000 else { return AwkNumber(millionths: 0) }
      return AwkNumber(millionths: Int64(1_000_000).dividingFullWidth(product).quotient)
    case "/":
      guard second != 0 else { return AwkNumber(millionths: 0) }
      let large = first.multipliedFullWidth(by: 1_000_000)
      guard large.high.magnitude < second.magnitude / 2 else { return AwkNumber(millionths: 0) }
      return AwkNumber(millionths: second.dividingFullWidth(large).quotient)
    default: return AwkNumber(millionths: second == 0 || second == -1 ? 0 : first % second)
    }
  }

  private mutating func call(_ name: String, _ arguments: [AwkExpression]) -> Value {
    let values = arguments.map { value($0) }
    let text = values.first.map(string) ?? line
    switch name {
    case "length": return .number(.whole(Int64(text.unicodeScalars.count)))
    case "toupper": return .text(text.uppercased())
    case "tolower": return .text(text.lowercased())
    case "int": return .number(.whole(AwkNumber(text).whole))
    case "index":
      let part = values.count > 1 ? Array(string(values[1]).unicodeScalars) : []
      let scalars = Array(text.unicodeScalars)
      let place = scalars.indices.first { scalars[$0...].starts(with: part) }
      return .number(.whole(Int64((place ?? -1) + 1)))
    default:
      let start = values.count > 1 ? number(values[1]).whole : 1
      let length = values.count > 2 ? number(values[2]).whole : 1 << 40
      let scalars = Array(text.unicodeScalars)
      let from = min(Int64(scalars.count) + 1, max(1, start))
      let to = min(
        Int64(scalars.count) + 1,
        max(from, min(1 << 41, max(-1 << 41, start)) + max(0, min(1 << 41, length))))
      return .text(String(String.UnicodeScalarView(scalars[Int(from - 1)..<Int(to - 1)])))
    }
  }
}
