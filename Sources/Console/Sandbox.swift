import Cluster
import Kubectl
import Shell
import Simulation

/// What a line came to.
package struct Outcome: Sendable {
  package var out = ""
  package var err = ""
  package var exit: Int32 = 0
}

/// A world without a lesson: each line runs to its end, and then the cluster settles.
package struct Sandbox: Sendable {
  package private(set) var world: World

  package init(_ setup: WorldSetup) {
    world = World(setup, interpreter: Shell(commands: [Kubectl()]))
  }

  /// Runs one line; `readFile` gives the text of a file of the disk, or the system's reason against it.
  package mutating func run(
    _ line: String, readFile: (String) -> (text: String?, problem: String)
  ) -> Outcome {
    let pid = world.start(Process(line: line, context: ProcessContext()))
    while let process = world.process(pid), process.isRunning {
      if let path = process.wantedFile {
        let found = readFile(path)
        world.supply(file: path, found.text, problem: found.problem)
      } else if process.isWatching, world.isSettled, !world.hasDeadline(of: pid) {
        world.kill(pid, cause: nil)
      } else if world.step() == nil {
        break
      }
    }
    world.settle()
    guard let process = world.process(pid) else { return Outcome() }
    return Outcome(
      out: process.text(.output), err: process.text(.error), exit: process.exitStatus ?? 0)
  }
}
