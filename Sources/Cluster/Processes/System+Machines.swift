import Machines

extension System {
  /// Runs a program of a machine at this place to its end; nil where there is no network.
  package mutating func runTool(
    _ arguments: [String], input: String
  ) throws(Halt) -> Int32? {
    guard case .number(let tool) = try perform(.startTool(arguments, input: input, context.place)),
      tool >= 0
    else { return nil }
    var seen = 0
    while true {
      guard case .toolOutput(let pieces, let status) = try perform(.toolOutput(tool, seen: seen))
      else { return nil }
      for piece in pieces {
        write(piece.text, to: piece.isError ? errorSink : outputSink)
        seen += piece.text.utf8.count
      }
      if let status { return status }
    }
  }

  /// What `on` can mean by a name: `node/NAME`, `NAMESPACE/POD`, or a machine's own name.
  package mutating func hosts(named name: String) -> [String] {
    let world = world
    let answer = tape.perform(at: { .names(world.hosts(named: name)) })
    if case .names(let names?) = answer { return names }
    return []
  }

  /// Takes what was put on standard input for the line that begins now.
  package mutating func takeStandardInput() -> String {
    defer { standardInput = "" }
    return standardInput
  }
}

extension System {
  /// Why the API server cannot ask a node's kubelet; nil where it can.
  package mutating func kubeletProblem(of node: String) -> String? {
    let world = world
    let answer = tape.perform(at: { .names(world.kubeletProblem(of: node).map { [$0] } ?? []) })
    if case .names(let found?) = answer { return found.first }
    return nil
  }
}
