/// Reads the Markdown that lessons are written in: headings, paragraphs, lists, quotes, fenced code.
///
/// A paragraph that begins with `? ` asks, an item that begins with `a. ` is a choice, and in a fence named
/// `console` the lines that begin with `$ ` are run. `<!-- … -->` is for authors.
struct MarkdownReader {
  enum Item {
    case heading(Int, String, line: Int)
    case block(Block)
  }

  private let path: String
  private let lines: [String]
  private var position = 0

  init(_ path: String, _ text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0.last == "\r" ? $0.dropLast() : $0)
    }
  }

  mutating func next() throws(LessonProblem) -> Item? {
    while position < lines.count {
      let line = lines[position]
      let number = position + 1
      if line.allSatisfy(\.isWhitespace) {
        position += 1
      } else if line.hasPrefix("<!--") {
        try skipComment(number)
      } else if line.hasPrefix("```") {
        return .block(try fence(line, number))
      } else if let level = headingLevel(line) {
        position += 1
        return .heading(level, String(line.dropFirst(level)).trimmed, line: number)
      } else {
        return .block(try paragraph(number))
      }
    }
    return nil
  }

  private func headingLevel(_ line: String) -> Int? {
    let level = line.prefix { $0 == "#" }.count
    return (1...3).contains(level) && line.dropFirst(level).first == " " ? level : nil
  }

  private mutating func skipComment(_ number: Int) throws(LessonProblem) {
    while position < lines.count {
      position += 1
      if lines[position - 1].contains("-->") { return }
    }
    throw LessonProblem(path, number, "this comment does not end: --> is missing")
  }

  private mutating func fence(_ line: String, _ number: Int) throws(LessonProblem) -> Block {
    let name = String(line.dropFirst(3)).trimmed
    var body: [String] = []
    position += 1
    while position < lines.count, !lines[position].hasPrefix("```") {
      body.append(lines[position])
      position += 1
    }
    guard position < lines.count else {
      throw LessonProblem(path, number, "this block does not end: ``` is missing")
    }
    position += 1
    guard name == "console" else { return Block(content: .code(body), line: number) }
    let commands = body.filter { !$0.allSatisfy(\.isWhitespace) }
    guard !commands.isEmpty, commands.allSatisfy({ $0.hasPrefix("$ ") }) else {
      throw LessonProblem(
        path, number, "a console block holds commands only, each after \"$ \": output is live")
    }
    return Block(content: .commands(commands.map { String($0.dropFirst(2)) }), line: number)
  }

  private mutating func paragraph(_ number: Int) throws(LessonProblem) -> Block {
    let first = lines[position]
    let kind = Opening(first)
    var text = String(first.dropFirst(kind.length))
    position += 1
    while position < lines.count, let more = continuation(lines[position], of: kind) {
      text = joined(text, more)
      position += 1
    }
    let parts = try InlineReader(path, number, text.trimmed).parts()
    let content: Block.Content =
      switch kind {
      case .plain: .paragraph(parts)
      case .item: .item(parts)
      case .choice(let letter): .choice(letter, parts)
      case .quote: .quote(parts)
      case .question: .question(parts)
      }
    return Block(content: content, line: number)
  }

  /// Chinese lines are joined without a blank, others with one.
  private func joined(_ text: String, _ more: String) -> String {
    let isWide = { (character: Character?) in
      character?.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
    }
    return isWide(text.last) && isWide(more.first) ? text + more : text + " " + more
  }

  private func continuation(_ line: String, of kind: Opening) -> String? {
    if line.allSatisfy(\.isWhitespace) || line.hasPrefix("```") || line.hasPrefix("<!--") {
      return nil
    }
    if headingLevel(line) != nil { return nil }
    let next = Opening(line)
    if kind == .quote, next == .quote { return String(line.dropFirst(2)) }
    return next == .plain ? line.trimmed : nil
  }
}

/// How a paragraph begins.
private enum Opening: Equatable {
  case plain, item, choice(String), quote, question

  init(_ line: String) {
    if line.hasPrefix("- ") {
      self = .item
    } else if line.hasPrefix("> ") {
      self = .quote
    } else if line.hasPrefix("? ") {
      self = .question
    } else if let letter = line.first, ("a"..."h").contains(letter),
      line.dropFirst().hasPrefix(". ")
    {
      self = .choice(String(letter))
    } else {
      self = .plain
    }
  }

  var length: Int {
    switch self {
    case .plain: 0
    case .item, .quote, .question: 2
    case .choice: 3
    }
  }
}

/// Splits a paragraph at `code`, *emphasis* and {{live values}}.
struct InlineReader {
  private let path: String
  private let line: Int
  private var rest: Substring

  init(_ path: String, _ line: Int, _ text: String) {
    self.path = path
    self.line = line
    rest = text[...]
  }

  func parts() throws(LessonProblem) -> [Inline] {
    var reader = self
    var parts: [Inline] = []
    var text = ""
    func flush() {
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
    }
    while let first = reader.rest.first {
      if first == "`" {
        flush()
        parts.append(.code(try reader.upTo("`", after: "`")))
      } else if reader.rest.hasPrefix("{{") {
        flush()
        parts.append(.live(try reader.upTo("}}", after: "{{").trimmed))
      } else if reader.rest.hasPrefix("**") {
        flush()
        parts.append(.emphasis(try reader.upTo("**", after: "**")))
      } else if first == "*", let second = reader.rest.dropFirst().first, !second.isWhitespace {
        flush()
        parts.append(.emphasis(try reader.upTo("*", after: "*")))
      } else {
        text.append(first)
        reader.rest.removeFirst()
      }
    }
    flush()
    return parts
  }

  private mutating func upTo(_ end: String, after start: String) throws(LessonProblem) -> String {
    rest = rest.dropFirst(start.count)
    guard let found = rest.firstRange(of: end) else {
      throw LessonProblem(path, line, "\(start) has no \(end) that ends it")
    }
    var (stop, next) = (found.lowerBound, found.upperBound)
    // A value may itself end with a brace, as JSONPaths do: the last two of a row are meant.
    while end == "}}", next < rest.endIndex, rest[next] == "}" {
      stop = rest.index(after: stop)
      next = rest.index(after: next)
    }
    defer { rest = rest[next...] }
    return String(rest[..<stop])
  }
}
