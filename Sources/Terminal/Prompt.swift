/// A prompt as libedit takes it: SGR sequences between \u{1} marks, so that they count no columns.
enum Prompt {
  /// libedit loses a sequence at the very end, and then what is typed stays coloured: a blank
  /// follows it. Other control characters are dropped.
  static func forEditor(_ prompt: String) -> String {
    var marked = ""
    var trailing = ""
    var rest = prompt.unicodeScalars[...]
    while let scalar = rest.first {
      if let sequence = leadingSequence(rest) {
        trailing += sequence
        rest = rest.dropFirst(sequence.unicodeScalars.count)
        continue
      }
      rest.removeFirst()
      guard scalar.value >= 0x20 && scalar.value != 0x7F else { continue }
      marked += bracketed(trailing)
      trailing = ""
      marked.unicodeScalars.append(scalar)
    }
    guard !trailing.isEmpty else { return marked }
    guard marked.last == " " else { return marked + bracketed(trailing) + " " }
    return marked.dropLast() + bracketed(trailing) + " "
  }

  private static func bracketed(_ sequences: String) -> String {
    sequences.isEmpty ? "" : "\u{1}\(sequences)\u{1}"
  }

  private static func leadingSequence(_ text: Substring.UnicodeScalarView) -> String? {
    guard text.first == "\u{1B}", text.dropFirst().first == "[" else { return nil }
    var sequence = "\u{1B}["
    for scalar in text.dropFirst(2) {
      sequence.unicodeScalars.append(scalar)
      if (0x40...0x7E).contains(scalar.value) { return sequence }
    }
    return nil
  }
}
