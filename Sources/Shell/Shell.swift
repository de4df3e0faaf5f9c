import Cluster

/// The small shell that serves the prompt, `on HOST`, and containers' commands.
package struct Shell: Interpreter {
  private let commands: [any Command]

  package init(commands: [any Command]) { self.commands = commands }

  /// The names of the programs, for completion.
  package var names: [String] { commands.map(\.name) }

  package func command(_ name: String) -> (any Command)? { commands.first { $0.name == name } }

  package func run(_ line: String, _ system: inout System) throws(Halt) -> Int32 {
    var words = Words.split(line)
    guard let name = words.first else { return 0 }
    words.removeFirst()
    if name == "sh", words.first == "-c", words.count > 1 { return try run(words[1], &system) }
    switch name {
    case "sleep":
      try system.sleep(.seconds(Int64(words.first ?? "") ?? 0))
      return 0
    case "exit": return Int32(words.first ?? "0") ?? 0
    case "echo":
      system.print(words.joined(separator: " "))
      return 0
    case "while": try system.sleep(.seconds(1_000_000_000))
    default: break
    }
    guard let command = command(name) else { throw .exit(127, "\(name): command not found") }
    return try command.run(words, input: "", &system)
  }
}

/// Splits a line into words, with quotes.
enum Words {
  static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var hasWord = false
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
        hasWord = true
      } else if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        hasWord = true
      } else if character == " " || character == "\t" {
        if hasWord { words.append(word) }
        word = ""
        hasWord = false
      } else {
        word.append(character)
        hasWord = true
      }
    }
    if hasWord { words.append(word) }
    return words
  }
}
