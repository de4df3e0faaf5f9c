import Cluster

/// Edits lines (GNU sed 4.9): `s///`, `p`, `d`, `q`, `=`, `y`, `a`, `i`, `c`, `n`, with addresses.
struct Sed: IncrementalCommand {
  let name = "sed"

  private func parse(_ arguments: [String]) throws(Halt) -> Arguments {
    try Arguments(
      arguments, of: name, flags: "nErisu", values: "ef",
      long: [
        "quiet": "n", "silent": "n", "regexp-extended": "E", "expression": "e", "in-place": "i",
      ])
  }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try parse(arguments)
    var operands = options.operands
    var scripts = options.all("e")
    for file in options.all("f") { scripts.append(try system.readFile(file)) }
    if scripts.isEmpty {
      guard !operands.isEmpty else {
        throw .exit(1, "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...")
      }
      scripts = [operands.removeFirst()]
    }
    var reader = SedReader(
      scripts.joined(separator: "\n"), extended: options.has("E") || options.has("r"))
    let commands = try reader.commands()
    let texts = try Texts(operands, input: input, of: name, &system)
    var status = texts.hasFailed ? Int32(2) : 0
    if options.has("i") {
      for (file, text) in texts.all {
        var run = SedRun(commands, Lines.split(text), isSilent: options.has("n"))
        if let code = run.run() { status = code }
        system.writeFile(file, run.output)
      }
      return status
    }
    var run = SedRun(commands, texts.lines, isSilent: options.has("n"))
    if let code = run.run() { status = code }
    if texts.joined.utf8.last != 10, run.output.hasSuffix("\n"), !texts.joined.isEmpty {
      run.output.removeLast()
    }
    system.print(run.output, terminator: "")
    return status
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? {
    guard let options = try? parse(arguments), !options.has("i"),
      !options.options.contains(where: { $0.value.contains("$") }),
      !options.operands.contains(where: { $0.contains("$") || $0.contains("N") })
    else { return nil }
    return .wantsMore
  }
}

/// One command of a sed script.
struct SedCommand {
  enum Address {
    case line(Int)
    case last
    case pattern(Regex)
    case step(Int, Int)
  }

  enum Action {
    case print, delete, quit(Int32), number, next, hold, get, append, appendHold, exchange, joinNext
    case substitute(Regex, replacement: [Piece], nth: Int, isGlobal: Bool, prints: Bool)
    case translate([Unicode.Scalar], [Unicode.Scalar])
    case text(Character, String)
    case block([SedCommand])
    case nothing
  }

  enum Piece {
    case text(String)
    case group(Int)
  }

  var first: Address?
  var second: Address?
  var isNegated = false
  var action: Action
  /// Its place among all commands, for the state of ranges.
  var number = 0
}

/// The lines of a sed run and what becomes of them.
struct SedRun {
  private let commands: [SedCommand]
  private let lines: [String]
  private let isSilent: Bool
  var output = ""
  private var place = 0
  private var space = ""
  private var held = ""
  /// Ranges that are open, by their command's number, with the last line where that is known.
  private var open: [Int: Int] = [:]
  private var appended = ""

  init(_ commands: [SedCommand], _ lines: [String], isSilent: Bool) {
    self.commands = commands
    self.lines = lines
    self.isSilent = isSilent
  }

  private enum Flow { case next, endCycle, delete, quit(Int32) }

  /// Gives back the status of `q`.
  mutating func run() -> Int32? {
    while place < lines.count {
      space = lines[place]
      appended = ""
      let flow = run(commands)
      if case .delete = flow {} else if !isSilent { output += space + "\n" }
      output += appended
      if case .quit(let status) = flow { return status }
      place += 1
    }
    return nil
  }

  private mutating func run(_ commands: [SedCommand]) -> Flow {
    for command in commands where selects(command) != command.isNegated {
      switch command.action {
      case .print: output += space + "\n"
      case .delete: return .delete
      case .quit(let status): return .quit(status)
      case .number: output += "\(place + 1)\n"
      case .next:
        guard place + 1 < lines.count else { return isSilent ? .delete : .quit(0) }
        if !isSilent { output += space + "\n" }
        place += 1
        space = lines[place]
      case .joinNext:
        guard place + 1 < lines.count else { return .quit(0) }
        place += 1
        space += "\n" + lines[place]
      case .hold: held = space
      case .get: space = held
      case .append: space += "\n" + held
      case .appendHold: held += "\n" + space
      case .exchange: swap(&space, &held)
      case .substitute(let regex, let pieces, let nth, let isGlobal, let prints):
        guard substitute(regex, pieces, nth, isGlobal) else { continue }
        if prints { output += space + "\n" }
      case .translate(let from, let to):
        space = String(
          String.UnicodeScalarView(
            space.unicodeScalars.map { scalar in
              from.firstIndex(of: scalar).map { to[$0] } ?? scalar
            }))
      case .text("a", let text): appended += text + "\n"
      case .text("i", let text): output += text + "\n"
      case .text(_, let text):
        if open[command.number] == nil || command.isNegated { output += text + "\n" }
        return .delete
      case .block(let inner):
        let flow = run(inner)
        if case .next = flow { continue }
        return flow
      case .nothing: break
      }
    }
    return .next
  }

  private mutating func selects(_ command: SedCommand) -> Bool {
    guard let first = command.first else { return true }
    guard let second = command.second else { return fits(first) }
    if let end = open[command.number] {
      if end >= 0 {
        if place + 1 >= end { open[command.number] = nil }
        return place + 1 <= end
      }
      if fits(second) { open[command.number] = nil }
      return true
    }
    guard fits(first) else { return false }
    switch second {
    case .line(let number): if number > place + 1 { open[command.number] = number }
    case .step(let count, 0): if count > 0 { open[command.number] = place + 1 + count }
    case .last: if place + 1 < lines.count { open[command.number] = lines.count }
    default: open[command.number] = -1
    }
    return true
  }

  private func fits(_ address: SedCommand.Address) -> Bool {
    switch address {
    case .line(let number): return place + 1 == number
    case .last: return place + 1 == lines.count
    case .pattern(let regex): return regex.match(Array(space.unicodeScalars)) != nil
    case .step(let first, let step):
      return step <= 0 ? place + 1 == first : place + 1 >= first && (place + 1 - first) % step == 0
    }
  }

  private mutating func substitute(
    _ regex: Regex, _ pieces: [SedCommand.Piece], _ nth: Int, _ isGlobal: Bool
  ) -> Bool {
    let text = Array(space.unicodeScalars)
    var result = String.UnicodeScalarView()
    var from = 0
    var copied = 0
    var count = 0
    var lastEnd = -1
    var hasChanged = false
    while from <= text.count, let found = regex.match(text, from: from) {
      let (start, end) = (found[0], found[1])
      // An empty match right behind another one does not count.
      if start == end, start == lastEnd {
        from = start + 1
        continue
      }
      count += 1
      lastEnd = end
      from = end > start ? end : end + 1
      guard count >= nth else { continue }
      result.append(contentsOf: text[copied..<start])
      for piece in pieces {
        switch piece {
        case .text(let text): result.append(contentsOf: text.unicodeScalars)
        case .group(let number):
          if 2 * number + 1 < found.count, found[2 * number] >= 0, found[2 * number + 1] >= 0 {
            result.append(contentsOf: text[found[2 * number]..<found[2 * number + 1]])
          }
        }
      }
      copied = end
      hasChanged = true
      if !isGlobal { break }
    }
    guard hasChanged else { return false }
    result.append(contentsOf: text[copied...])
    space = String(result)
    return true
  }
}
