/// Splits shell text into words and operators; the text may be given in the middle of a larger one.
struct Lexer {
  enum Token {
    case word(Word)
    case symbol(String)
    /// Digits right before `<` or `>`.
    case number(Int)
    case newline
    case end
  }

  private struct Request {
    let number: Int
    let delimiter: String
    let isQuoted: Bool
    let stripsTabs: Bool
  }

  let text: [Unicode.Scalar]
  var position = 0
  var line = 1
  /// Where the last token began.
  private(set) var tokenStart = 0
  var documents: [Word] = []
  private var requests: [Request] = []
  /// Whether the text ended within a here-document.
  private(set) var endsInDocument = false
  /// How deep in substitutions this stands.
  var depth = 0
  /// The first construct that the prompt refuses.
  var construct: String?

  static let depthLimit = 60

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  var current: Unicode.Scalar? { position < text.count ? text[position] : nil }
  func ahead(_ distance: Int) -> Unicode.Scalar? {
    position + distance < text.count ? text[position + distance] : nil
  }

  func failure(_ message: String, incomplete: Bool = false) -> SyntaxError {
    SyntaxError(line: line, message: message, isIncomplete: incomplete)
  }

  private static let symbols = [
    "&>>", "<<-", "&&", "||", ";;", ">>", "<<", ">&", "<&", "<>", ">|", "&>", ";", "&", "|", "(",
    ")", "<", ">",
  ]

  static func isMeta(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\n", ";", "&", "|", "<", ">", "(", ")": true
    default: false
    }
  }

  mutating func next() throws(SyntaxError) -> Token {
    skipBlanks()
    tokenStart = position
    guard let scalar = current else {
      if !requests.isEmpty { try readDocuments() }
      return .end
    }
    if scalar == "\n" {
      position += 1
      line += 1
      try readDocuments()
      return .newline
    }
    for symbol in Self.symbols where starts(with: symbol) {
      position += symbol.unicodeScalars.count
      return .symbol(symbol)
    }
    let word = try word()
    if let digits = word.bare, let number = Int(digits), number < 10, digits.count == 1,
      current == "<" || current == ">"
    {
      return .number(number)
    }
    return .word(word)
  }

  func starts(with symbol: String) -> Bool {
    var place = position
    for scalar in symbol.unicodeScalars {
      guard place < text.count, text[place] == scalar else { return false }
      place += 1
    }
    return true
  }

  private mutating func skipBlanks() {
    while let scalar = current {
      if scalar == " " || scalar == "\t" {
        position += 1
      } else if scalar == "\\", ahead(1) == "\n" {
        position += 2
        line += 1
      } else if scalar == "#" {
        while let scalar = current, scalar != "\n" {
          _ = scalar
          position += 1
        }
      } else {
        return
      }
    }
  }

  // MARK: Here-documents

  /// Notes that a document follows after this line.
  mutating func request(_ delimiter: Word, stripsTabs: Bool) -> Int {
    var text = ""
    var isQuoted = false
    for part in delimiter.parts {
      if case .text(let piece, let quoted) = part {
        text += piece
        isQuoted = isQuoted || quoted
      }
    }
    documents.append(Word())
    requests.append(
      Request(
        number: documents.count - 1, delimiter: text, isQuoted: isQuoted, stripsTabs: stripsTabs))
    return documents.count - 1
  }

  private mutating func readDocuments() throws(SyntaxError) {
    let waiting = requests
    requests = []
    for request in waiting { documents[request.number] = try document(request) }
  }

  private mutating func document(_ request: Request) throws(SyntaxError) -> Word {
    var body = String.UnicodeScalarView()
    let delimiter = Array(request.delimiter.unicodeScalars)
    while true {
      guard position < text.count else {
        endsInDocument = true
        break
      }
      var end = position
      while end < text.count, text[end] != "\n" { end += 1 }
      var content = text[position..<end]
      if request.stripsTabs { content = content.drop { $0 == "\t" } }
      position = min(end + 1, text.count)
      line += 1
      if content.elementsEqual(delimiter) { break }
      body.append(contentsOf: content)
      body.append("\n")
    }
    if request.isQuoted { return Word(parts: [.text(String(body), isQuoted: true)]) }
    var inner = Lexer(String(body))
    inner.depth = depth + 1
    return try inner.documentWord()
  }

  /// All of the text as within double quotes, where a double quote means itself.
  private mutating func documentWord() throws(SyntaxError) -> Word {
    var parts: [Word.Part] = []
    var literal = String.UnicodeScalarView()
    while let scalar = current {
      if scalar == "\\", let after = ahead(1), "$`\\\n".unicodeScalars.contains(after) {
        if after != "\n" { literal.append(after) }
        position += 2
      } else if scalar == "$" || scalar == "`", let part = try expansion(isQuoted: true) {
        if !literal.isEmpty { parts.append(.text(String(literal), isQuoted: true)) }
        literal = .init()
        parts.append(part)
      } else {
        literal.append(scalar)
        position += 1
      }
    }
    if !literal.isEmpty { parts.append(.text(String(literal), isQuoted: true)) }
    return Word(parts: parts)
  }
}
