import Cluster

/// Files one behind the other.
struct Cat: IncrementalCommand {
  let name = "cat"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "nbsAEeTtuv", long: ["number": "n", "number-nonblank": "b"])
    let texts = try Texts(options.operands, input: input, of: name, &system)
    var text = texts.joined
    if options.has("n") || options.has("b") || options.has("E") || options.has("A") {
      var number = 0
      var result = ""
      for piece in LineCount.pieces(text) {
        if options.has("n") || (options.has("b") && piece != "\n") {
          number += 1
          result += String(number).leftPadded(to: 6) + "\t"
        }
        let marks = options.has("E") || options.has("A")
        result += marks && piece.hasSuffix("\n") ? piece.dropLast() + "$\n" : piece
      }
      text = result
    }
    if !text.isEmpty { system.print(text, terminator: "") }
    return texts.status
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? {
    arguments.isEmpty ? .wantsMore : nil
  }
}

/// Files with their lines backwards in order.
struct Tac: Command {
  let name = "tac"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let texts = try Texts(arguments, input: input, of: name, &system)
    for (_, text) in texts.all {
      system.print(Lines.join(Lines.split(text).reversed()), terminator: "")
    }
    return texts.status
  }
}
