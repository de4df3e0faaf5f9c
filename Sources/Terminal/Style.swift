/// Emphasis and colour of text, as SGR parameters.
package enum Style: Int, Sendable {
  case bold = 1
  case dim = 2
  case italic = 3
  case underline = 4
  case inverse = 7
  case red = 31
  case green = 32
  case yellow = 33
  case blue = 34
  case magenta = 35
  case cyan = 36
}

extension TerminalProfile {
  /// The text in styles, or as it is where there is no colour.
  package func styled(_ text: String, _ styles: Style...) -> String {
    guard hasColor && !styles.isEmpty && !text.isEmpty else { return text }
    let parameters = styles.map { String($0.rawValue) }.joined(separator: ";")
    return "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
  }
}
