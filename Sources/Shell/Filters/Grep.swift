import Cluster

/// Lines that match (GNU grep 3.8).
struct Grep: IncrementalCommand {
  var name = "grep"

  private static let long: [String: Character] = [
    "ignore-case": "i", "invert-match": "v", "count": "c", "line-number": "n",
    "extended-regexp": "E", "fixed-strings": "F", "only-matching": "o", "word-regexp": "w",
    "quiet": "q", "silent": "q", "after-context": "A", "before-context": "B", "context": "C",
    "regexp": "e", "max-count": "m", "files-with-matches": "l", "no-filename": "h",
    "with-filename": "H", "line-regexp": "x", "color": "z", "recursive": "r", "basic-regexp": "G",
  ]

  private func parse(_ arguments: [String]) throws(Halt) -> Arguments {
    // `-2` is two lines of context.
    let words = arguments.map { word in
      word.count > 1 && word.hasPrefix("-") && word.dropFirst().allSatisfy(\.isWholeNumber)
        ? "-C" + word.dropFirst() : word
    }
    return try Arguments(
      words, of: name, flags: "ivcnEFowqlLhHxsrGz", values: "ABCem", long: Self.long, status: 2)
  }

  /// What is looked for, compiled.
  private struct Search {
    var expressions: [Regex] = []
    let isWord: Bool
    let isLine: Bool

    func match(_ line: [Unicode.Scalar], from: Int) -> (start: Int, end: Int)? {
      var best: (start: Int, end: Int)?
      for expression in expressions {
        var place = from
        while let found = expression.match(line, from: place) {
          if isWord, !stands(found, line) || isLine && found[1] - found[0] != line.count {
            place = found[0] + 1
            continue
          }
          if isLine, found[0] != 0 || found[1] != line.count { break }
          let isBetter = best.map {
            found[0] < $0.start || (found[0] == $0.start && found[1] > $0.end)
          }
          if isBetter ?? true {
            best = (found[0], found[1])
          }
          break
        }
      }
      return best
    }

    private func stands(_ found: [Int], _ line: [Unicode.Scalar]) -> Bool {
      let before = found[0] > 0 && CharacterClass.word.contains(line[found[0] - 1])
      let after = found[1] < line.count && CharacterClass.word.contains(line[found[1]])
      return !before && !after
    }
  }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try parse(arguments)
    var operands = options.operands
    var patterns = options.all("e")
    if patterns.isEmpty {
      guard !operands.isEmpty else {
        throw .exit(
          2,
          "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.")
      }
      patterns = [operands.removeFirst()]
    }
    let search = try compile(patterns, options)
    if options.has("r"), operands.isEmpty { operands = ["."] }
    let files = options.has("r") ? tree(operands, &system) : operands
    let texts = try Texts(files, input: input, of: name, &system)
    let isNamed = options.has("H") || options.has("r") || (files.count > 1 && !options.has("h"))
    var hasMatch = false
    for (file, text) in texts.all {
      let label = file == "-" ? "(standard input)" : file
      let found = try report(
        Lines.split(text), search, options, isNamed ? label : "", label, &system)
      hasMatch = hasMatch || found
    }
    if texts.hasFailed, !(options.has("q") && hasMatch) { return 2 }
    return hasMatch ? 0 : 1
  }

  private func compile(_ patterns: [String], _ options: Arguments) throws(Halt) -> Search {
    var search = Search(isWord: options.has("w"), isLine: options.has("x"))
    for pattern in patterns.flatMap({ Lines.parts($0) }) {
      do throws(Expression.Failure) {
        search.expressions.append(
          options.has("F")
            ? try Regex(literal: pattern, foldsCase: options.has("i"))
            : try Regex(pattern, extended: options.has("E"), foldsCase: options.has("i")))
      } catch {
        throw .exit(2, "\(name): \(error.message)")
      }
    }
    return search
  }

  private func tree(_ paths: [String], _ system: inout System) -> [String] {
    var files: [String] = []
    for path in paths {
      guard system.known(path) == .folder, let names = system.names(in: path) else {
        files.append(path)
        continue
      }
      let prefix = path == "." ? "" : path + "/"
      files += tree(names.map { prefix + $0 }, &system)
    }
    return files
  }

  private func report(
    _ lines: [String], _ search: Search, _ options: Arguments, _ label: String, _ file: String,
    _ system: inout System
  ) throws(Halt) -> Bool {
    let limit = try options.number("m") ?? .max
    let context = try options.number("C") ?? 0
    let before = try options.number("B") ?? context
    let after = try options.number("A") ?? context
    var count = 0
    var printed = -1
    var tail = 0
    func prefix(_ number: Int, _ sign: String) -> String {
      (label.isEmpty ? "" : label + sign) + (options.has("n") ? "\(number + 1)\(sign)" : "")
    }
    let isSilent = options.has("c") || options.has("l") || options.has("q") || options.has("L")
    for (number, line) in lines.enumerated() where count < limit || tail > 0 {
      let scalars = Array(line.unicodeScalars)
      let found = search.match(scalars, from: 0)
      guard (found != nil) != options.has("v"), count < limit else {
        if tail > 0, !isSilent, !options.has("o") {
          system.print(prefix(number, "-") + line)
          printed = number
          tail -= 1
        }
        continue
      }
      count += 1
      if options.has("q") { return true }
      if isSilent { continue }
      if options.has("o") {
        if !options.has("v") { printParts(scalars, search, prefix(number, ":"), &system) }
        continue
      }
      let start = max(printed + 1, number - before)
      if before + after > 0, printed >= 0, start > printed + 1 { system.print("--") }
      for place in start..<number { system.print(prefix(place, "-") + lines[place]) }
      system.print(prefix(number, ":") + line)
      printed = number
      tail = after
    }
    if options.has("c") { system.print((label.isEmpty ? "" : label + ":") + String(count)) }
    if options.has("l"), count > 0 { system.print(file) }
    if options.has("L"), count == 0 { system.print(file) }
    return count > 0
  }

  private func printParts(
    _ line: [Unicode.Scalar], _ search: Search, _ prefix: String, _ system: inout System
  ) {
    var place = 0
    while place <= line.count, let found = search.match(line, from: place) {
      if found.end > found.start {
        system.print(prefix + String(String.UnicodeScalarView(line[found.start..<found.end])))
      }
      place = max(found.end, found.start + 1)
    }
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? {
    guard let options = try? parse(arguments), !options.has("c"), !options.has("L") else {
      return nil
    }
    return options.has("q") || options.has("m") ? nil : .wantsMore
  }
}
