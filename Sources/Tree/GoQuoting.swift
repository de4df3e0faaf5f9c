/// Text in double quotes as Go's `strconv.Quote` (`%q`) writes it.
public func goQuoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars { appendGoQuoted(scalar, to: &quoted) }
  quoted.append("\"")
  return quoted
}

private func appendGoQuoted(_ scalar: Unicode.Scalar, to text: inout String) {
  switch scalar {
  case "\"": text += "\\\""
  case "\\": text += "\\\\"
  case "\u{07}": text += "\\a"
  case "\u{08}": text += "\\b"
  case "\u{0C}": text += "\\f"
  case "\n": text += "\\n"
  case "\r": text += "\\r"
  case "\t": text += "\\t"
  case "\u{0B}": text += "\\v"
  case _ where isGoPrintable(scalar): text.unicodeScalars.append(scalar)
  case _ where scalar.value < 0x20 || scalar.value == 0x7F:
    text += "\\x" + hexadecimal(scalar.value, digits: 2)
  case _ where scalar.value < 0x10000: text += "\\u" + hexadecimal(scalar.value, digits: 4)
  default: text += "\\U" + hexadecimal(scalar.value, digits: 8)
  }
}

/// As Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
func isGoPrintable(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7F { return scalar.value >= 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator, .spaceSeparator:
    return false
  default: return true
  }
}

private func hexadecimal(_ number: UInt32, digits: Int) -> String {
  let text = String(number, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
