import Resources

/// A lesson's text in one language: Markdown with a heading a step (`## id: Title`) and below it, by
/// `### name`, what is said at pauses, after answers, as hints and at the end.
package struct LessonText: Sendable {
  package struct StepText: Sendable {
    package let id: String
    package let title: String
    package let line: Int
    package var opening: [Block] = []
    package var parts: [(name: String, line: Int, blocks: [Block])] = []

    package func part(_ name: String) -> [Block]? { parts.first { $0.name == name }?.blocks }
  }

  package let path: String
  package private(set) var title = ""
  package private(set) var introduction: [Block] = []
  package private(set) var steps: [StepText] = []

  package func step(_ id: String) -> StepText? { steps.first { $0.id == id } }

  package init(_ path: String, in files: LessonFiles) throws(LessonProblem) {
    try self.init(path, text: files.text(path))
  }

  package init(_ path: String, text: String) throws(LessonProblem) {
    self.path = path
    var reader = MarkdownReader(path, text)
    while let item = try reader.next() {
      switch item {
      case .heading(1, let text, _): title = text
      case .heading(2, let text, let line): try begin(text, line)
      case .heading(_, let text, let line): try beginPart(text, line)
      case .block(let block): add(block)
      }
    }
    guard !title.isEmpty else { throw LessonProblem(path, 1, "a text begins with # Title") }
  }

  private mutating func begin(_ text: String, _ line: Int) throws(LessonProblem) {
    let parts = text.split(separator: ": ", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw LessonProblem(path, line, "a step's heading is written  ## step-id: Title")
    }
    guard step(parts[0]) == nil else {
      throw LessonProblem(path, line, "\(parts[0]) has a heading already")
    }
    steps.append(StepText(id: parts[0], title: parts[1].trimmed, line: line))
  }

  private mutating func beginPart(_ name: String, _ line: Int) throws(LessonProblem) {
    guard let last = steps.indices.last else {
      throw LessonProblem(path, line, "### \(name) stands before the first step")
    }
    guard steps[last].part(name) == nil else {
      throw LessonProblem(path, line, "\(steps[last].id) has a part \(name) already")
    }
    steps[last].parts.append((name, line, []))
  }

  private mutating func add(_ block: Block) {
    guard let last = steps.indices.last else {
      introduction.append(block)
      return
    }
    if let part = steps[last].parts.indices.last {
      steps[last].parts[part].blocks.append(block)
    } else {
      steps[last].opening.append(block)
    }
  }
}

/// A piece of a lesson's text.
package struct Block: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case paragraph([Inline])
    case item([Inline])
    /// One of the answers to choose from, by its letter.
    case choice(String, [Inline])
    /// Words of the interview text.
    case quote([Inline])
    case question([Inline])
    case code([String])
    /// Commands that are run on the model when the text is shown.
    case commands([String])
  }

  package let content: Content
  package let line: Int

  package var inlines: [Inline] {
    switch content {
    case .paragraph(let parts), .item(let parts), .quote(let parts), .question(let parts): parts
    case .choice(_, let parts): parts
    case .code, .commands: []
    }
  }
}

/// A piece of a paragraph.
package enum Inline: Hashable, Sendable {
  case text(String)
  case emphasis(String)
  case code(String)
  /// What is filled in from the model, or from what the learner did.
  case live(String)
}
