/// Where the cursor stands in a line, for completion.
package struct CursorWords: Hashable, Sendable {
  /// The words of the simple command before the one at the cursor, without their quotes.
  package var preceding: [String]
  /// What of the word at the cursor stands before it, without quotes.
  package var current: String
  /// Where that word begins, counted in scalars of the line.
  package var start: Int
  /// The quote that is open at the cursor; empty outside of quotes.
  package var quote: String
}

extension Shell {
  /// Splits a line at the cursor (counted in scalars): only what stands before it matters.
  package static func words(of line: String, cursor: Int) -> CursorWords {
    var result = CursorWords(preceding: [], current: "", start: 0, quote: "")
    var hasWord = false
    var quote: Unicode.Scalar?
    var isEscaped = false
    var isTarget = false
    func finish() {
      // A redirection's file is no word of the command.
      if hasWord, !isTarget { result.preceding.append(result.current) }
      if hasWord { isTarget = false }
      result.current = ""
      hasWord = false
    }
    for (place, scalar) in line.unicodeScalars.prefix(cursor).enumerated() {
      func begin() {
        if !hasWord { result.start = place }
        hasWord = true
      }
      if isEscaped {
        result.current.unicodeScalars.append(scalar)
        isEscaped = false
      } else if scalar == "\\", quote != "'" {
        begin()
        isEscaped = true
      } else if let open = quote {
        if scalar == open { quote = nil } else { result.current.unicodeScalars.append(scalar) }
      } else if scalar == "'" || scalar == "\"" {
        begin()
        quote = scalar
      } else if scalar == " " || scalar == "\t" {
        finish()
      } else if scalar == "<" || scalar == ">" {
        if hasWord, Int(result.current) != nil { hasWord = false }
        finish()
        isTarget = true
      } else if Lexer.isMeta(scalar) || scalar == "`" || scalar == "\n" {
        hasWord = false
        finish()
        isTarget = false
        result.preceding = []
      } else if scalar == "(" || scalar == "{", result.current == "$" {
        hasWord = false
        finish()
        result.preceding = []
      } else {
        begin()
        result.current.unicodeScalars.append(scalar)
      }
    }
    if !hasWord { result.start = min(cursor, line.unicodeScalars.count) }
    result.quote = quote.map { String($0) } ?? ""
    return result
  }
}
