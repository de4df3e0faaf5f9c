import Tree

/// Conditions on the few fields that the API server can select by, after k8s.io/apimachinery's fields
/// package.
public struct FieldSelector: Hashable, Sendable {
  public struct Term: Hashable, Sendable {
    public var field: String
    public var value: String
    /// Whether the field must have another value.
    public var isNegated: Bool

    public init(field: String, value: String, isNegated: Bool = false) {
      self.field = field
      self.value = value
      self.isNegated = isNegated
    }
  }

  /// In the byte order of their text.
  public var terms: [Term]

  public static let everything = FieldSelector(terms: [])

  public init(terms: [Term]) { self.terms = terms }

  /// Reads `metadata.name=x,status.phase!=Running`; `\` escapes `\`, `,` and `=` in values.
  public init(parsing text: String) throws(SelectorError) {
    terms = []
    for part in Self.parts(of: text).sortedByBytes() where !part.isEmpty {
      guard let term = Self.split(part) else {
        throw SelectorError("invalid selector: '\(text)'; can't understand '\(part)'")
      }
      terms.append(
        Term(
          field: term.field, value: try Self.unescaped(term.value), isNegated: term.isNegated))
    }
  }

  public var isEmpty: Bool { terms.allSatisfy { $0.field.isEmpty && $0.value.isEmpty } }

  /// A field that is not there has no text.
  public func matches(_ value: (_ field: String) -> String) -> Bool {
    terms.allSatisfy { (value($0.field) == $0.value) != $0.isNegated }
  }

  public func matches(_ fields: StringMap) -> Bool { matches { fields[$0] ?? "" } }

  /// The value that a field must have, when one is asked for.
  public func exactValue(of field: String) -> String? {
    terms.first { $0.field == field && !$0.isNegated }?.value
  }

  public var text: String {
    terms.map { "\($0.field)\($0.isNegated ? "!=" : "=")\(Self.escaped($0.value))" }
      .joined(separator: ",")
  }

  private static func parts(of text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    var parts: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: ",") {
        parts.append([])
        continue
      }
      parts[parts.count - 1].append(byte)
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func split(
    _ part: String
  ) -> (field: String, value: String, isNegated: Bool)? {
    let bytes = Array(part.utf8)
    for index in bytes.indices {
      let rest = bytes[index...]
      guard
        let sign = ["!=", "==", "="].first(where: { rest.starts(with: $0.utf8) })
      else { continue }
      return (
        String(decoding: bytes[..<index], as: UTF8.self),
        String(decoding: rest.dropFirst(sign.utf8.count), as: UTF8.self), sign == "!="
      )
    }
    return nil
  }

  private static func unescaped(_ text: String) throws(SelectorError) -> String {
    var plain = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        guard scalar == "\\" || scalar == "," || scalar == "=" else {
          throw SelectorError("invalid field selector: invalid escape sequence: \\\(scalar)")
        }
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
        continue
      } else if scalar == "," || scalar == "=" {
        throw SelectorError(
          "invalid field selector: unescaped character in value: \(scalar.value)")
      }
      plain.unicodeScalars.append(scalar)
    }
    if isEscaped { throw SelectorError("invalid field selector: invalid escape sequence: \\") }
    return plain
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      if scalar == "\\" || scalar == "," || scalar == "=" { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    return text
  }
}
