/// A word in the middle of expansion: each scalar with whether it was quoted.
struct Field: Sendable {
  var scalars: [Unicode.Scalar] = []
  var quoted: [Bool] = []
  /// Quotes make a field even where they hold nothing.
  var isKept = false

  init() {}
  init(_ text: String, quoted isQuoted: Bool) { append(text, quoted: isQuoted) }

  mutating func append(_ text: String, quoted isQuoted: Bool) {
    for scalar in text.unicodeScalars { append(scalar, quoted: isQuoted) }
    if isQuoted { isKept = true }
  }

  mutating func append(_ scalar: Unicode.Scalar, quoted isQuoted: Bool) {
    scalars.append(scalar)
    quoted.append(isQuoted)
  }

  var isEmpty: Bool { scalars.isEmpty && !isKept }
  var text: String { String(String.UnicodeScalarView(scalars)) }
}
