import Cluster
import Simulation

/// The last lines or bytes (GNU coreutils 9.1).
struct Tail: Command {
  let name = "tail"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      LineCount.modern(arguments), of: name, flags: "qvfF", values: "nc",
      long: ["lines": "n", "bytes": "c", "quiet": "q", "follow": "f"])
    let texts = try Texts(options.operands, input: input, of: name, &system)
    let count = try LineCount(
      options["c"] ?? options["n"] ?? "10", of: name, isBytes: options.has("c"))
    for (place, (file, text)) in texts.all.enumerated() {
      if texts.all.count > 1, !options.has("q") {
        system.print((place > 0 ? "\n" : "") + "==> \(file == "-" ? "standard input" : file) <==")
      }
      let skipped = max(0, count.number - 1)
      if options.has("c") {
        let bytes = Array(text.utf8)
        let part = count.sign == "+" ? bytes.dropFirst(skipped) : bytes.suffix(count.number)
        system.print(String(decoding: part, as: UTF8.self), terminator: "")
      } else {
        let lines = LineCount.pieces(text)
        let part = count.sign == "+" ? lines.dropFirst(skipped) : lines.suffix(count.number)
        system.print(part.joined(), terminator: "")
      }
    }
    if options.has("f") || options.has("F"), let file = options.operands.last, file != "/dev/null" {
      try follow(file, texts.all.last?.text ?? "", &system)
    } else if options.has("f") {
      try system.sleep(.seconds(1_000_000_000))
    }
    return texts.status
  }

  /// Looks once a second for what was added.
  private func follow(_ file: String, _ shown: String, _ system: inout System) throws(Halt) {
    var shown = shown.utf8.count
    while true {
      try system.sleep(.seconds(1))
      guard case .text(let text) = try system.find(file) else { continue }
      let bytes = Array(text.utf8)
      if bytes.count > shown {
        system.print(String(decoding: bytes.dropFirst(shown), as: UTF8.self), terminator: "")
      }
      shown = bytes.count
    }
  }
}
