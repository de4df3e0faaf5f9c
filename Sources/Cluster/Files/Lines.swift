/// Text as lines; only the newline ends one, whatever Swift takes for a character.
package enum Lines {
  /// What stands between newlines: one more part than there are newlines.
  package static func parts(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The lines of a text; a last one without its newline counts too.
  package static func split(_ text: String) -> [String] {
    var lines = parts(text)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Lines as text, each with its newline.
  package static func join(_ lines: some Sequence<String>) -> String {
    var text = ""
    for line in lines { text += line + "\n" }
    return text
  }
}
