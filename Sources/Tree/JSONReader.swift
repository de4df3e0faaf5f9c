/// What Go's `encoding/json` says about text that is no JSON.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public var message: String
  /// Bytes read up to and including the one that does not fit.
  public var offset: Int

  public var description: String { message }
}

/// Reads one JSON text (RFC 8259) over its bytes, with the messages of Go's `encoding/json` scanner.
public struct JSONReader {
  private let bytes: [UInt8]
  private let maximumDepth: Int
  private var position = 0
  private var depth = 0
  /// Dotted paths of the names that stood twice in one object, in the order they were met.
  public private(set) var duplicates: [String] = []
  private var path: [String] = []
  private let recordsDuplicates: Bool

  /// - Parameter recordsDuplicates: whether `duplicates` is filled; of two, the later wins anyway.
  public init(_ bytes: [UInt8], maximumDepth: Int = 100, recordsDuplicates: Bool = false) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.recordsDuplicates = recordsDuplicates
  }

  /// Reads a text that is one value and nothing after it.
  public mutating func document() throws(JSONError) -> Value {
    let value = try value()
    skipSpace()
    if position < bytes.count { throw unexpected("after top-level value") }
    return value
  }

  /// Reads the next value of a stream; nil when only white space is left.
  public mutating func next() throws(JSONError) -> Value? {
    skipSpace()
    return position < bytes.count ? try value() : nil
  }

  /// Bytes read so far.
  public var offset: Int { position }

  private mutating func value() throws(JSONError) -> Value {
    skipSpace()
    guard position < bytes.count else { throw endOfInput }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw unexpected("looking for beginning of value")
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(JSONError) -> Value {
    position += 1
    depth += 1
    guard depth <= maximumDepth else {
      throw JSONError(message: "exceeded max depth", offset: position)
    }
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONError) -> Value {
    var fields = Fields()
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(fields) }
    while true {
      skipSpace()
      guard position < bytes.count else { throw endOfInput }
      guard bytes[position] == UInt8(ascii: "\"") else {
        throw unexpected("looking for beginning of object key string")
      }
      let name = try string()
      skipSpace()
      guard position < bytes.count else { throw endOfInput }
      guard take(UInt8(ascii: ":")) else { throw unexpected("after object key") }
      if recordsDuplicates {
        path.append(path.isEmpty ? name : "." + name)
        if fields[name] != nil { duplicates.append(path.joined()) }
      }
      fields[name] = try value()
      if recordsDuplicates { path.removeLast() }
      skipSpace()
      guard position < bytes.count else { throw endOfInput }
      if take(UInt8(ascii: "}")) { return .object(fields) }
      guard take(UInt8(ascii: ",")) else { throw unexpected("after object key:value pair") }
    }
  }

  private mutating func array() throws(JSONError) -> Value {
    var items: [Value] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      if recordsDuplicates { path.append("[\(items.count)]") }
      items.append(try value())
      if recordsDuplicates { path.removeLast() }
      skipSpace()
      guard position < bytes.count else { throw endOfInput }
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { throw unexpected("after array element") }
    }
  }

  private mutating func literal(
    _ word: StaticString, _ value: Value
  ) throws(JSONError) -> Value {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    for letter in letters {
      guard position < bytes.count else { throw endOfInput }
      guard bytes[position] == letter else {
        throw unexpected("in literal \(word) (expecting \(Self.quoted(letter)))")
      }
      position += 1
    }
    return value
  }

  private mutating func number() throws(JSONError) -> Value {
    let start = position
    _ = take(UInt8(ascii: "-"))
    guard position < bytes.count else { throw endOfInput }
    guard isDigit(bytes[position]) else { throw unexpected("in numeric literal") }
    if !take(UInt8(ascii: "0")) { skipDigits() }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      try digits("after decimal point in numeric literal")
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits("in exponent of numeric literal")
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let integer = Int64(text) { return .int(integer) }
    return .decimal(text)
  }

  private mutating func digits(_ place: String) throws(JSONError) {
    guard position < bytes.count else { throw endOfInput }
    guard isDigit(bytes[position]) else { throw unexpected(place) }
    skipDigits()
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw unexpected("in string literal") }
      position += 1
    }
    throw endOfInput
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x20 { throw unexpected("in string literal") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      default: text.append(byte)
      }
    }
    throw endOfInput
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard position < bytes.count else { throw endOfInput }
    switch bytes[position] {
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      position += 1
      text.append(contentsOf: Character(try unicodeEscape()).utf8)
      return
    default: throw unexpected("in string escape code")
    }
    position += 1
  }

  /// The scalar of `\uXXXX`, or of a surrogate pair; U+FFFD for half a pair, as in Go.
  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    let afterHigh = position
    position += 2
    let low = try codeUnit()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else {
      position = afterHigh
      return "\u{FFFD}"
    }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count else { throw endOfInput }
      guard let digit = hexadecimalDigit(bytes[position]) else {
        throw unexpected("in \\u hexadecimal character escape")
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func skipDigits() {
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private var endOfInput: JSONError {
    JSONError(message: "unexpected end of JSON input", offset: bytes.count)
  }

  private func unexpected(_ place: String) -> JSONError {
    JSONError(
      message: "invalid character \(Self.quoted(bytes[position])) \(place)", offset: position + 1)
  }

  /// One byte as Go quotes it: taken for a code point, in single quotes.
  private static func quoted(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "'"): return "'\\''"
    case UInt8(ascii: "\""): return "'\"'"
    default:
      let inside = goQuoted(String(Unicode.Scalar(byte))).dropFirst().dropLast()
      return "'\(inside)'"
    }
  }
}

public func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

/// What a digit of base 16 stands for.
public func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
