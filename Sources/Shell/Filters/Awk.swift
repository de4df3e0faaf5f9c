import Cluster

/// The small part of awk that picks columns: `/pattern/ {print $1, $NF}`, conditions on fields, BEGIN and END prints.
struct Awk: IncrementalCommand {
  let name = "awk"

  private func parse(_ arguments: [String]) throws(Halt) -> Arguments {
    // What follows the program are files, whatever they begin with.
    try Arguments(arguments, of: name, flags: "", values: "Fv", status: 2)
  }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try parse(arguments)
    guard let text = options.operands.first else {
      throw .exit(2, "usage: awk [-F fs][-v var=value] 'prog' [file ...]")
    }
    var reader = AwkReader(text)
    let rules = try reader.rules()
    var run = AwkRun(rules, separator: options["F"])
    for word in options.all("v") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { run.variables[String(parts[0])] = .text(String(parts[1])) }
    }
    let files = Array(options.operands.dropFirst())
    run.begin()
    var status: Int32 = 0
    if run.readsInput {
      let texts = try Texts(files, input: input, of: name, &system)
      if texts.hasFailed { status = 2 }
      for line in texts.lines where run.exit == nil { run.take(line) }
    }
    run.end()
    system.print(run.output, terminator: "")
    return run.exit ?? status
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? {
    guard let options = try? parse(arguments), options.operands.count == 1,
      !options.operands[0].contains("END")
    else { return nil }
    return .wantsMore
  }
}
