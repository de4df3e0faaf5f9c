/// How many columns of a terminal text takes: UAX #11 per `Character`, independent of any locale.
///
/// Wide and fullwidth characters, emoji (also families joined by ZWJ, flags and keycaps) take two
/// columns, combining marks and format characters none, everything else, ambiguous ones too, one.
/// Control characters, tabs and newlines among them, count nothing.
package enum DisplayWidth {
  /// The columns that a text takes on one line.
  package static func of(_ text: some StringProtocol) -> Int {
    if let ascii = ofASCII(text) { return ascii }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The columns that one character takes.
  package static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    var rest = scalars.dropFirst()
    guard let second = rest.popFirst() else { return of(first) }
    if isRegional(first) && isRegional(second) { return 2 }
    if isPresentedAsEmoji(first, scalars) { return 2 }
    return scalars.reduce(0) { $0 + of($1) }
  }

  /// The columns that a scalar takes when it stands alone.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x20 { return 0 }
    if value < 0x7F { return 1 }
    if isZero(scalar) { return 0 }
    if value < 0x1100 { return 1 }
    return isWide(value) ? 2 : 1
  }

  private static func ofASCII(_ text: some StringProtocol) -> Int? {
    var count = 0
    for byte in text.utf8 {
      if byte >= 0x80 { return nil }
      if byte >= 0x20 && byte != 0x7F { count += 1 }
    }
    return count
  }

  private static func isRegional(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// Asked for by VS16, or an emoji that a modifier or a joined emoji follows.
  private static func isPresentedAsEmoji(
    _ first: Unicode.Scalar, _ scalars: Character.UnicodeScalarView
  ) -> Bool {
    guard first.properties.isEmoji else { return false }
    return scalars.dropFirst().contains {
      $0.value == 0xFE0F || (0x1F3FB...0x1F3FF).contains($0.value)
        || ($0.value == 0x200D && first.value > 0xFF)
    }
  }

  private static func isZero(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0xA0 { return true }
    if value < 0x300 { return false }
    // Vowels and finals of conjoining Hangul stand in the block of their initial.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return true }
    if (0x3400...0x9FFF).contains(value) || (0xAC00...0xD7A3).contains(value) { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = wideScalars.count
    while low < high {
      let middle = (low + high) / 2
      if wideScalars[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wideScalars.count && wideScalars[low].contains(value)
  }
}
