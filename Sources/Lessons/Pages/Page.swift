import Resources
import Typography

/// Lays out a lesson's text at a terminal's width: paragraphs are wrapped, what is run stands indented.
struct Page: Sendable {
  /// Lines longer than this are hard to read on any terminal.
  private static let widest = 96

  let columns: Int
  let isAccessible: Bool
  let isStyled: Bool
  let language: Language
  private(set) var spans: [Span] = []
  private var needsBlank = false

  init(columns: Int, isAccessible: Bool, isStyled: Bool, language: Language) {
    self.columns = min(max(columns, 30), Page.widest)
    self.isAccessible = isAccessible
    self.isStyled = isStyled
    self.language = language
  }

  // MARK: Lines

  mutating func blank() { needsBlank = true }

  private mutating func separate() {
    if needsBlank { spans.append(Span(.text, "\n")) }
    needsBlank = false
  }

  /// Text as it is, with its newlines.
  mutating func verbatim(_ style: Span.Style, _ text: String) {
    guard !text.isEmpty else { return }
    separate()
    spans.append(Span(style, text))
  }

  /// `── selectors  4/15  title ──────`, or a sentence.
  mutating func rule(lesson: String, step: Int, of count: Int, title: String) {
    separate()
    if isAccessible {
      let text = Text(
        "\(lesson), step \(step) of \(count): \(title)\n",
        "\(lesson)，第 \(step) 步，共 \(count) 步：\(title)\n")
      spans.append(Span(.rule, text[language]))
    } else {
      let text = "── \(lesson)  \(step)/\(count)  \(title) "
      let rest = max(3, columns - text.displayWidth)
      spans.append(Span(.rule, text + String(repeating: "─", count: rest) + "\n"))
    }
    blank()
  }

  /// A sentence of the program's own.
  mutating func say(_ style: Span.Style, _ text: String) {
    paragraph([.text(text)], style: style)
    needsBlank = false
  }

  /// What happened on the model, indented under the command that set it off.
  mutating func note(_ text: String) {
    separate()
    for line in text.wrapped(width: columns, indent: "  ", continuation: "      ") {
      spans.append(Span(.note, line + "\n"))
    }
  }

  // MARK: Blocks

  mutating func show(_ blocks: [Block], _ values: LiveValues) {
    var previous: Block.Content?
    for block in blocks {
      if case .item? = previous, case .item = block.content { needsBlank = false }
      if case .choice? = previous, case .choice = block.content { needsBlank = false }
      if case .question? = previous, case .choice = block.content { needsBlank = false }
      show(block, values)
      previous = block.content
    }
  }

  private mutating func show(_ block: Block, _ values: LiveValues) {
    switch block.content {
    case .paragraph(let parts): paragraph(values.filled(parts))
    case .item(let parts): paragraph(values.filled(parts), first: "- ", rest: "  ")
    case .choice(let letter, let parts):
      paragraph(values.filled(parts), first: "  \(letter)  ", rest: "     ", style: .question)
    case .question(let parts):
      paragraph(values.filled(parts), first: "? ", rest: "  ", style: .question)
    case .quote(let parts):
      let mark = isAccessible ? "" : "│ "
      paragraph(values.filled(parts), first: mark, rest: mark, style: .quote)
    case .code(let lines): verbatim(.code, lines.map { "    \($0)\n" }.joined())
    case .commands(let lines):
      for line in lines { command(line, values.output(of: line)) }
    }
    blank()
  }

  /// A command with what it printed, indented.
  mutating func command(_ line: String, _ output: String) {
    commandLine(line)
    self.output(output)
  }

  mutating func commandLine(_ line: String) {
    separate()
    let lines = line.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, part) in lines.enumerated() {
      spans.append(Span(.command, (number == 0 ? "  $ " : "  > ") + part + "\n"))
    }
  }

  mutating func output(_ text: String, isError: Bool = false) {
    guard !text.isEmpty else { return }
    separate()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    let indented = lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
    spans.append(Span(isError ? .error : .output, indented))
  }

  // MARK: Paragraphs

  private mutating func paragraph(
    _ parts: [Inline], first: String = "", rest: String = "", style: Span.Style = .text
  ) {
    separate()
    let marked = Marks.text(of: parts, isStyled: isStyled)
    var here = style
    for line in marked.wrapped(width: columns, indent: first, continuation: rest) {
      spans += Marks.spans(of: line, style, &here)
    }
  }
}

/// Characters without width that carry styles through the wrapping.
private enum Marks {
  private static let emphasis: Character = "\u{1}"
  private static let code: Character = "\u{2}"
  private static let end: Character = "\u{3}"
  /// A blank at which no line is broken.
  private static let held: Character = "\u{A0}"

  static func text(of parts: [Inline], isStyled: Bool) -> String {
    var text = ""
    for (number, part) in parts.enumerated() {
      switch part {
      case .text(let words), .live(let words): text += words
      case .emphasis(let words):
        text += isStyled ? "\(emphasis)\(words)\(end)" : "\(emphasis)‘\(words)’\(end)"
      case .code(let words):
        // A command stays whole where a line has room for it; without colours, blanks set it off.
        let body = words.count <= 40 ? String(words.map { $0 == " " ? held : $0 }) : words
        let isApart = !isStyled && words.contains(" ")
        if isApart, text.last == " " { text += String(held) }
        text += "\(code)\(body)\(end)"
        if isApart, number + 1 < parts.count, case .text(let next) = parts[number + 1],
          next.first == " "
        {
          text += String(held)
        }
      }
    }
    return text
  }

  /// - Parameter here: the style that is open, from line to line.
  static func spans(
    of line: String, _ style: Span.Style, _ here: inout Span.Style
  ) -> [Span] {
    var spans: [Span] = []
    var text = ""
    func flush() {
      if !text.isEmpty { spans.append(Span(here, text)) }
      text = ""
    }
    for character in line {
      switch character {
      case emphasis, code:
        flush()
        here = character == code ? .code : .emphasis
      case end:
        flush()
        here = style
      // Quotation marks while lines were broken, which may not stand alone at either end of one.
      case "‘" where here == .emphasis, "’" where here == .emphasis: text.append("*")
      case held: if !(spans.isEmpty && text.isEmpty) { text.append(" ") }
      default: text.append(character)
      }
    }
    // A mark alone may have been left behind at the end, with the blank before it.
    if text.isEmpty, spans.last?.text.last == " ", let last = spans.popLast() {
      spans.append(Span(last.style, String(last.text.dropLast())))
    }
    text.append("\n")
    flush()
    return spans
  }
}
