import Cluster
import Foundation
import Shell
import Simulation

/// A world in which lines are run as by a container's shell, or at the prompt.
struct Bench {
  var world: World

  init(nodes: Int = 1) { world = World(.numbered(nodes), interpreter: Shell(commands: [])) }

  static let container = ProcessContext.Place.container(node: "node-1", pod: "none", name: "c")

  mutating func run(
    _ line: String, at place: ProcessContext.Place = Bench.container, limit: Int = 300
  ) -> (out: String, err: String, exit: Int32) {
    var context = ProcessContext()
    context.place = place
    let pid = world.start(Process(line: line, context: context))
    var steps = 0
    while let process = world.process(pid), process.isRunning, steps < limit {
      if let path = process.wantedFile {
        world.supply(file: path, nil, problem: "")
      } else if world.step() == nil {
        break
      }
      steps += 1
    }
    guard let process = world.process(pid) else { return ("", "", -1) }
    let status = process.exitStatus ?? -1
    if process.isRunning { world.kill(pid, cause: nil) }
    return (process.text(.output), process.text(.error), status)
  }
}

/// One recorded line of a fixture: what the real tools answered.
struct Recorded {
  var line: String
  var out = ""
  var error = ""
  var exit: Int32 = 0

  static func all(_ name: String) throws -> [Recorded] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)")
    var result: [Recorded] = []
    for line in try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: true)
    {
      let rest = String(line.dropFirst(2))
      switch line.first {
      case "$": result.append(Recorded(line: rest))
      case ">": result[result.count - 1].line += "\n" + rest
      case "|": result[result.count - 1].out += rest + "\n"
      case "!": result[result.count - 1].error = rest
      case "=": result[result.count - 1].exit = Int32(rest) ?? -1
      default: break
      }
    }
    for place in result.indices where result[place].out.hasSuffix("%\n") {
      result[place].out.removeLast(2)
    }
    return result
  }
}

extension Bench {
  init(_ world: World) { self.world = world }
}
