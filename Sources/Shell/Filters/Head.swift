import Cluster

/// The first lines or bytes (GNU coreutils 9.1).
struct Head: IncrementalCommand {
  let name = "head"

  private func parse(_ arguments: [String]) throws(Halt) -> Arguments {
    try Arguments(
      LineCount.modern(arguments), of: name, flags: "qv", values: "nc",
      long: ["lines": "n", "bytes": "c", "quiet": "q", "verbose": "v"])
  }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try parse(arguments)
    let texts = try Texts(options.operands, input: input, of: name, &system)
    let count = try LineCount(
      options["c"] ?? options["n"] ?? "10", of: name, isBytes: options.has("c"))
    for (place, (file, text)) in texts.all.enumerated() {
      if texts.all.count > 1 || options.has("v"), !options.has("q") {
        system.print((place > 0 ? "\n" : "") + "==> \(file == "-" ? "standard input" : file) <==")
      }
      let isDropping = count.sign == "-"
      if options.has("c") {
        let bytes = Array(text.utf8)
        let part = isDropping ? bytes.dropLast(count.number) : bytes.prefix(count.number)
        system.print(String(decoding: part, as: UTF8.self), terminator: "")
      } else {
        let lines = LineCount.pieces(text)
        let part = isDropping ? lines.dropLast(count.number) : lines.prefix(count.number)
        system.print(part.joined(), terminator: "")
      }
    }
    return texts.status
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? {
    guard let options = try? parse(arguments), options.operands.isEmpty, !options.has("c"),
      let count = try? LineCount(options["n"] ?? "10", of: name, isBytes: false), count.sign != "-"
    else { return nil }
    return Lines.split(input).count >= count.number ? .done : .wantsMore
  }
}

/// A number of lines or bytes with the sign in front of it.
struct LineCount {
  var sign: Character?
  let number: Int

  init(_ text: String, of program: String, isBytes: Bool) throws(Halt) {
    var digits = text[...]
    if let first = digits.first, first == "-" || first == "+" {
      sign = first
      digits.removeFirst()
    }
    var unit = 1
    switch digits.last {
    case "k", "K": unit = 1024
    case "M": unit = 1 << 20
    case "b": unit = 512
    default: break
    }
    if unit > 1 { digits.removeLast() }
    guard let count = Int(digits), count >= 0, count < 1 << 40 else {
      throw .exit(1, "\(program): invalid number of \(isBytes ? "bytes" : "lines"): ‘\(text)’")
    }
    number = count * unit
  }

  /// `-5` and `+5` as `-n 5` and `-n +5`.
  static func modern(_ arguments: [String]) -> [String] {
    guard let first = arguments.first, first.count > 1,
      first.hasPrefix("-") || first.hasPrefix("+"),
      first.dropFirst().allSatisfy({ $0.isWholeNumber })
    else { return arguments }
    return ["-n", first.hasPrefix("-") ? String(first.dropFirst()) : first]
      + arguments.dropFirst()
  }

  /// Lines with their newlines; a last one without stays without.
  static func pieces(_ text: String) -> [String] {
    let parts = Lines.parts(text)
    let whole = parts.dropLast().map { $0 + "\n" }
    return parts.last == "" ? whole : whole + [parts.last ?? ""]
  }
}
