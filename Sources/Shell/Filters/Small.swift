import Cluster
import Tree

/// Nothing, with success or without: `true` and `false` as programs are builtins; these are the small filters.
struct Tee: Command {
  let name = "tee"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(arguments, of: name, flags: "ai", long: ["append": "a"])
    system.print(input, terminator: "")
    var status: Int32 = 0
    for file in options.operands {
      if file == "/dev/null" { continue }
      if system.isReadOnly(file) || system.known(file) == .folder || !system.hasFolder(of: file) {
        let isFolder = system.known(file) == .folder
        system.printError(
          "tee: \(file): \(isFolder ? "Is a directory" : "No such file or directory")")
        status = 1
      } else if options.has("a") {
        try system.appendFile(file, input)
      } else {
        system.writeFile(file, input)
      }
    }
    return status
  }
}

/// A row of whole numbers.
struct Seq: Command {
  let name = "seq"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    var separator = "\n"
    var isPadded = false
    var words: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "-w" {
        isPadded = true
      } else if word.hasPrefix("-s"), word.count > 2 {
        separator = String(word.dropFirst(2))
      } else if word == "-s" {
        separator = rest.popFirst() ?? ""
      } else {
        words.append(word)
      }
    }
    var numbers: [Int] = []
    for word in words {
      guard let number = Int(word), number.magnitude < 1 << 40 else {
        throw .exit(1, "seq: invalid floating point argument: ‘\(word)’")
      }
      numbers.append(number)
    }
    guard (1...3).contains(numbers.count) else { throw .exit(1, "seq: missing operand") }
    let first = numbers.count > 1 ? numbers[0] : 1
    let step = numbers.count > 2 ? numbers[1] : 1
    let last = numbers[numbers.count - 1]
    guard step != 0 else { throw .exit(1, "seq: invalid Zero increment value: ‘0’") }
    guard (last - first) / step < 1_000_000 else { throw .exit(1, "seq: too many numbers") }
    let width = isPadded ? max(String(first).count, String(last).count) : 0
    let texts = stride(from: first, through: last, by: step).map {
      String($0).leftPadded(to: width, with: "0")
    }
    if !texts.isEmpty { system.print(texts.joined(separator: separator)) }
    return 0
  }
}

/// Lines backwards.
struct Rev: IncrementalCommand {
  let name = "rev"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let texts = try Texts(arguments, input: input, of: name, &system)
    for line in texts.lines { system.print(String(line.reversed())) }
    return texts.status
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? { .wantsMore }
}

/// Lines with numbers.
struct Nl: IncrementalCommand {
  let name = "nl"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(arguments, of: name, flags: "", values: "bwsnv")
    let texts = try Texts(options.operands, input: input, of: name, &system)
    let width = min(100, try options.number("w") ?? 6)
    let separator = options["s"] ?? "\t"
    var number = try options.number("v") ?? 1
    for line in texts.lines {
      if line.isEmpty, options["b"] != "a" {
        system.print(String(repeating: " ", count: width + separator.count))
        continue
      }
      system.print(String(number).leftPadded(to: width) + separator + line)
      number += 1
    }
    return texts.status
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? { .wantsMore }
}

/// Base64, both ways.
struct Base64Filter: Command {
  let name = "base64"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "di", values: "w",
      long: ["decode": "d", "wrap": "w", "ignore-garbage": "i"])
    let texts = try Texts(options.operands, input: input, of: name, &system)
    if texts.hasFailed { return 1 }
    if options.has("d") {
      let plain = texts.joined.utf8.filter { $0 != 10 && $0 != 13 }
      guard let bytes = Base64.decoded(String(decoding: plain, as: UTF8.self)) else {
        throw .exit(1, "base64: invalid input")
      }
      system.print(String(decoding: bytes, as: UTF8.self), terminator: "")
      return 0
    }
    let text = Base64.encoded(texts.joined.utf8)
    let width = try options.number("w") ?? 76
    guard width > 0 else {
      system.print(text, terminator: "")
      return 0
    }
    var rest = text[...]
    while !rest.isEmpty {
      system.print(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    return 0
  }
}

/// Not here, but JSONPath is.
struct Jq: Command {
  let name = "jq"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    throw .exit(
      127,
      "jq: not here; kubectl picks fields itself: kubectl get pods -o jsonpath='{.items[*].metadata.name}'"
    )
  }
}

/// Words in columns (`column -t`).
struct Column: Command {
  let name = "column"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "t", values: "so",
      long: ["table": "t", "separator": "s", "output-separator": "o"])
    let texts = try Texts(options.operands, input: input, of: name, &system)
    let lines = texts.lines.filter { !$0.trimmed.isEmpty }
    guard options.has("t") else {
      system.print(Lines.join(lines), terminator: "")
      return texts.status
    }
    let marks = Array((options["s"] ?? " \t").unicodeScalars)
    let rows = lines.map { line in
      line.unicodeScalars.split(
        omittingEmptySubsequences: options["s"] == nil, whereSeparator: marks.contains
      ).map { String($0) }
    }
    var widths: [Int] = []
    for row in rows {
      for (place, cell) in row.enumerated() {
        if place == widths.count { widths.append(0) }
        widths[place] = max(widths[place], cell.unicodeScalars.count)
      }
    }
    for row in rows {
      let cells = row.enumerated().map { place, cell in
        place == row.count - 1 ? cell : cell.padded(to: widths[place])
      }
      system.print(cells.joined(separator: options["o"] ?? "  "))
    }
    return texts.status
  }
}

/// One text again and again, until whoever reads has had enough.
struct Yes: Command {
  let name = "yes"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let text = arguments.isEmpty ? "y" : arguments.joined(separator: " ")
    // Pipes pass whole texts here: this many lines are taken for endless.
    system.print(Lines.join(Array(repeating: text, count: 10_000)), terminator: "")
    return 141
  }
}
