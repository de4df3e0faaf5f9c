/// The functions of text/template, and kubectl's `base64decode`.
enum GoTemplateFunctions {
  typealias Datum = GoTemplateExecution.Datum

  struct Failure: Error { var message: String }

  static let names = [
    "and", "base64decode", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt",
    "ne", "not", "or", "print", "printf", "println", "slice", "urlquery",
  ]

  static func countProblem(_ name: String, _ count: Int) -> String? {
    let (wanted, isLeast): (Int, Bool) =
      switch name {
      case "and", "or", "eq", "index", "call", "printf", "slice": (1, true)
      case "ge", "gt", "le", "lt", "ne": (2, false)
      case "len", "not", "base64decode": (1, false)
      default: (0, true)
      }
    if isLeast {
      return count < wanted
        ? "wrong number of args for \(name): want at least \(wanted) got \(count)" : nil
    }
    return count != wanted ? "wrong number of args for \(name): want \(wanted) got \(count)" : nil
  }

  /// What is wrong with the first argument of a function that takes text.
  static func typeProblem(
    _ name: String, _ datum: Datum, _ operand: GoTemplateOperand
  ) -> String? {
    guard name == "printf" || name == "base64decode" else { return nil }
    switch datum.value {
    case .string?: return nil
    case nil: return "invalid value; expected string"
    case _?:
      switch operand.kind {
      case .bool, .number, .null: return "expected string; found \(operand.source)"
      default: return "wrong type for value; expected string; got \(datum.innerType)"
      }
    }
  }

  static func call(
    _ name: String, _ arguments: [Datum], _ first: GoTemplateOperand?
  ) throws(Failure) -> Value? {
    let values = arguments.map(\.value)
    switch name {
    case "base64decode":
      do throws(Base64.DecodingError) {
        let bytes = try Base64.decoding(values[0]?.string ?? "")
        return .string(String(decoding: bytes, as: UTF8.self))
      } catch {
        throw Failure(message: "base64 decode failed: \(error.description)")
      }
    case "eq": return .bool(try equal(values[0], values.dropFirst()))
    case "ne": return .bool(try !equal(values[0], values.dropFirst()))
    case "lt": return .bool(try less(values[0], values[1]))
    case "le": return .bool(try isAtMost(values[0], values[1]))
    case "gt": return .bool(try !isAtMost(values[0], values[1]))
    case "ge": return .bool(try !less(values[0], values[1]))
    case "not": return .bool(!values[0].isTrue)
    case "len": return .int(Int64(try length(arguments[0])))
    case "index": return try index(arguments)
    case "slice": return try slice(arguments)
    case "print": return .string(GoPrintf.print(values))
    case "println": return .string(GoPrintf.printLine(values))
    case "printf":
      return .string(
        GoPrintf.format(values[0]?.string ?? "", Array(arguments.dropFirst())))
    case "html": return .string(escapedHTML(text(values)))
    case "urlquery": return .string(escapedQuery(text(values)))
    case "js": return .string(escapedScript(text(values)))
    default:
      if values[0] == nil { throw Failure(message: "call of nil") }
      throw Failure(
        message: "non-function \(first?.source ?? "") of type \(arguments[0].innerType)")
    }
  }

  private static func text(_ values: [Value?]) -> String {
    if values.count == 1, case .string(let text)? = values[0] { return text }
    return GoPrintf.print(values)
  }

  private static func equal(
    _ left: Value?, _ others: some Collection<Value?>
  ) throws(Failure) -> Bool {
    guard !others.isEmpty else { throw Failure(message: "missing argument for comparison") }
    for right in others {
      let (left, right) = (left == .null ? nil : left, right == .null ? nil : right)
      switch (left, right) {
      case (nil, nil): return true
      case (nil, _), (_, nil): continue
      case (.array?, .array?), (.object?, .object?):
        let printed = GoPrintf.format("%s", [Datum(value: left)])
        throw Failure(message: "non-comparable type \(printed): \(left?.goType ?? "")")
      case (.int(let a)?, .int(let b)?): if a == b { return true }
      case (.decimal(let a)?, .decimal(let b)?):
        if DecimalText.compare(DecimalText(a.utf8), DecimalText(b.utf8)) == 0 { return true }
      case (.string(let a)?, .string(let b)?): if a == b { return true }
      case (.bool(let a)?, .bool(let b)?): if a == b { return true }
      default: throw Failure(message: "incompatible types for comparison")
      }
    }
    return false
  }

  private static func less(_ left: Value?, _ right: Value?) throws(Failure) -> Bool {
    switch (left, right) {
    case (.int(let a)?, .int(let b)?): return a < b
    case (.decimal(let a)?, .decimal(let b)?):
      return DecimalText.compare(DecimalText(a.utf8), DecimalText(b.utf8)) < 0
    case (.string(let a)?, .string(let b)?): return a.precedes(b)
    case (nil, _), (_, nil), (.null?, _), (_, .null?), (.bool?, .bool?), (.array?, _), (_, .array?),
      (.object?, _), (_, .object?):
      throw Failure(message: "invalid type for comparison")
    default: throw Failure(message: "incompatible types for comparison")
    }
  }

  private static func isAtMost(_ left: Value?, _ right: Value?) throws(Failure) -> Bool {
    if try less(left, right) { return true }
    return try equal(left, [right])
  }

  private static func length(_ datum: Datum) throws(Failure) -> Int {
    switch datum.value {
    case .string(let text)?: return text.utf8.count
    case .array(let items)?: return items.count
    case .object(let fields)?: return fields.count
    case nil, .null?:
      throw Failure(message: "reflect: call of reflect.Value.Type on zero Value")
    case _?: throw Failure(message: "len of type \(datum.innerType)")
    }
  }

  private static func index(_ arguments: [Datum]) throws(Failure) -> Value? {
    guard var item = arguments[0].value, item != .null else {
      throw Failure(message: "index of untyped nil")
    }
    for index in arguments.dropFirst() {
      switch item {
      case .array(let items):
        let place = try position(index, limit: items.count)
        guard place < items.count else {
          throw Failure(message: "reflect: slice index out of range")
        }
        item = items[place]
      case .string(let text):
        let bytes = Array(text.utf8)
        let place = try position(index, limit: bytes.count)
        guard place < bytes.count else {
          throw Failure(message: "reflect: string index out of range")
        }
        item = .int(Int64(bytes[place]))
      case .object(let fields):
        switch index.value {
        case .string(let key)?: item = fields[key] ?? .null
        case nil, .null?: throw Failure(message: "value is nil; should be of type string")
        case _?:
          throw Failure(message: "value has type \(index.innerType); should be string")
        }
      case .null: throw Failure(message: "index of nil pointer")
      default: throw Failure(message: "can't index item of type \(item.goType)")
      }
    }
    return item
  }

  private static func position(_ index: Datum, limit: Int) throws(Failure) -> Int {
    switch index.value {
    case .int(let number)?:
      guard number >= 0, number <= Int64(limit) else {
        throw Failure(message: "index out of range: \(number)")
      }
      return Int(number)
    case nil, .null?: throw Failure(message: "cannot index slice/array with nil")
    case _?:
      throw Failure(message: "cannot index slice/array with type \(index.innerType)")
    }
  }

  private static func slice(_ arguments: [Datum]) throws(Failure) -> Value? {
    guard let item = arguments[0].value, item != .null else {
      throw Failure(message: "slice of untyped nil")
    }
    guard arguments.count <= 4 else {
      throw Failure(message: "too many slice indexes: \(arguments.count - 1)")
    }
    let count: Int
    switch item {
    case .string(let text):
      if arguments.count == 4 { throw Failure(message: "cannot 3-index slice a string") }
      count = text.utf8.count
    case .array(let items): count = items.count
    default: throw Failure(message: "can't slice item of type \(item.goType)")
    }
    var places: [Int] = []
    for index in arguments.dropFirst() { places.append(try position(index, limit: count)) }
    let start = places.first ?? 0
    let end = places.count > 1 ? places[1] : count
    guard start <= end else {
      throw Failure(message: "invalid slice index: \(start) > \(end)")
    }
    switch item {
    case .string(let text):
      return .string(String(decoding: Array(text.utf8)[start..<end], as: UTF8.self))
    case .array(let items): return .array(Array(items[start..<end]))
    default: return nil
    }
  }

  private static func escapedHTML(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\0": escaped += "\u{FFFD}"
      case "\"": escaped += "&#34;"
      case "'": escaped += "&#39;"
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func escapedQuery(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: " "): escaped += "+"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (byte < 16 ? "0" : "") + digits
      }
    }
    return escaped
  }

  private static func escapedScript(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "'": escaped += "\\'"
      case "\"": escaped += "\\\""
      case "<", ">", "&", "=": escaped += escapedCode(scalar)
      default:
        if scalar.value < 0x20 {
          escaped += escapedCode(scalar)
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return escaped
  }

  private static func escapedCode(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
