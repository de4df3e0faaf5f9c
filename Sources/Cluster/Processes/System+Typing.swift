import Resources
import Simulation

extension System {
  /// The next line that is typed for the program, after a prompt; nil at the end of input, and where nobody types.
  package mutating func readLine(prompt: String) throws(Halt) -> String? {
    guard context.isInteractive else { return nil }
    guard case .input(let text) = try perform(.input(prompt: prompt)) else {
      preconditionFailure("a line was answered by something else")
    }
    return text
  }

  /// The number of the program that a container was started for; nil where none of it runs.
  package mutating func mainProgram(
    of place: ProcessContext.Place
  ) -> (pid: Int, printed: Int)? {
    let world = world
    let answer = tape.perform(at: { .number(world.containerPrograms[place] ?? -1) })
    let count = tape.perform(at: { .number(world.containerLogs[place]?.current.count ?? 0) })
    guard case .number(let pid) = answer, pid >= 0, case .number(let printed) = count else {
      return nil
    }
    return (pid, printed)
  }

  /// Whether a container's server or program runs, as the runtime has it.
  package mutating func hasLivingContainer(at place: ProcessContext.Place) -> Bool {
    let world = world
    let answer = tape.perform(at: {
      guard let view = world.container(at: place) else { return .flag(false) }
      let container = view.worker[container: view.spec.name]
      return .flag(
        container?.isRunning == true
          && (container?.isServer == true || world.containerPrograms[place] != nil))
    })
    if case .flag(let flag) = answer { return flag }
    return false
  }

  /// Waits for what another program prints beyond so many pieces, for its end, or until it reads a line.
  package mutating func attached(
    to pid: Int, seen: Int, forInput: Bool
  ) throws(Halt) -> AttachedNews {
    guard case .attached(let news) = try perform(.attach(pid, seen: seen, forInput: forInput))
    else { preconditionFailure("an attachment was answered by something else") }
    return news
  }

  /// Gives another program the line that it waits for, or the end of its input.
  package mutating func feed(_ text: String?, to pid: Int) throws(Halt) {
    _ = try perform(.feed(pid, text))
  }

  /// Why a container's runtime cannot start a program; nil where the container has it (runc's words).
  package mutating func startProblem(
    of program: String, at place: ProcessContext.Place
  ) -> String? {
    let world = world
    let answer = tape.perform(at: {
      .flag(world.registry.canStart(program, in: world.container(at: place)?.spec.image ?? ""))
    })
    if case .flag(true) = answer { return nil }
    return program.contains("/")
      ? "exec: \(quoted(program)): stat \(program): no such file or directory"
      : "exec: \(quoted(program)): executable file not found in $PATH"
  }

  /// The image of the container that the program runs in; empty elsewhere.
  package var image: String { world.container(at: context.place)?.spec.image ?? "" }
}
