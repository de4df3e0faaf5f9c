/// A parsed piece of shell text: a list of commands, and the here-documents that they name.
struct Program: Sendable {
  var items: [Item] = []
  /// Only the outermost program of a text has these.
  var documents: [Word] = []
}

/// One entry of a list: pipelines joined by `&&` and `||`, maybe in the background.
struct Item: Sendable {
  struct Operand: Sendable {
    /// Runs when what came before succeeded (`&&`) or failed (`||`); nil for the first.
    let runsOnSuccess: Bool?
    let pipeline: Pipeline
  }

  var operands: [Operand]
  var isBackground = false
  /// As it was typed.
  var text = ""
}

struct Pipeline: Sendable {
  var isNegated = false
  var stages: [Statement]
}

/// One command with its redirections.
struct Statement: Sendable {
  enum Kind: Sendable {
    case simple(assignments: [Assignment], words: [Word])
    case group(Program)
    case subshell(Program)
    case loop(isUntil: Bool, condition: Program, body: Program)
    /// Without words it goes through the arguments.
    case each(name: String, words: [Word]?, body: Program)
    case choice(branches: [(condition: Program, body: Program)], otherwise: Program?)
    case match(Word, cases: [(patterns: [Word], body: Program)])
    case function(name: String, body: [Statement])
  }

  var kind: Kind
  var redirections: [Redirection] = []
  var line = 1
}

struct Assignment: Sendable {
  let name: String
  let value: Word
}

/// `2>FILE`, `<<EOF` and the like.
struct Redirection: Sendable {
  enum Target: Sendable {
    case file(Word)
    case document(Int)
  }

  /// nil: what the operator is usually for.
  var descriptor: Int?
  let `operator`: String
  let target: Target

  /// Whether it gives the command another standard input.
  var isInput: Bool { `operator`.hasPrefix("<") && (descriptor ?? 0) == 0 }
}

/// A word before expansion.
struct Word: Sendable {
  enum Part: Sendable {
    case text(String, isQuoted: Bool)
    case parameter(Parameter, isQuoted: Bool)
    case command(Program, isQuoted: Bool)
    case arithmetic(Word, isQuoted: Bool)
  }

  var parts: [Part] = []

  /// The word as a keyword or name, when nothing in it is quoted or expanded.
  var bare: String? {
    if parts.count == 1, case .text(let text, false) = parts[0] { return text }
    return nil
  }
}

/// `$x`, `${x:-word}`, `${#x}`, `${x%pattern}`.
struct Parameter: Sendable {
  let name: String
  var isLength = false
  /// Empty, or one of `-`, `:-`, `=`, `:=`, `+`, `:+`, `?`, `:?`, `#`, `##`, `%`, `%%`.
  var `operator` = ""
  var word = Word()
}

/// Why a text is no shell program, as dash says it.
struct SyntaxError: Error {
  let line: Int
  let message: String
  /// Whether more text could still make it right.
  var isIncomplete = false
}
