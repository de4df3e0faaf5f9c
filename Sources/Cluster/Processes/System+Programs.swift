import Resources
import Simulation

extension System {
  /// Runs another line to its end at another place: `kubectl exec`, `on HOST`.
  package mutating func run(
    _ line: String, in other: ProcessContext, epitaph: String = ""
  ) throws(Halt) -> Int32 {
    let interpreter = world.interpreter
    return try within(other, epitaph: epitaph) { system throws(Halt) in
      try interpreter.run(line, &system)
    }
  }

  /// Does something at another place, with the folder and variables of a shell that starts there. `epitaph` is what the
  /// program says should the place cease to be meanwhile.
  package mutating func within<Result>(
    _ other: ProcessContext, epitaph: String = "", _ work: (inout System) throws(Halt) -> Result
  ) throws(Halt) -> Result {
    let (world, place) = (world, other.place)
    let answer = tape.perform(at: { .session(world.session(at: place)) })
    guard case .session(let fresh) = answer else { preconditionFailure("no session") }
    let (before, beforeSession) = (context, session)
    context = other
    self.place = place
    self.epitaph = epitaph
    session = fresh
    depth += 1
    defer {
      depth -= 1
      context = before
      session = beforeSession
    }
    do throws(Halt) {
      let result = try work(&self)
      self.place = before.place
      return result
    } catch {
      // One that waits is still there.
      if case .exit = error { self.place = before.place }
      throw error
    }
  }

  /// Starts a program in the background and gives back its number.
  package mutating func spawn(_ line: String) throws(Halt) -> Int {
    guard case .number(let pid) = try perform(.spawn(line: line, context, session)) else {
      preconditionFailure("a start was answered by something else")
    }
    return pid
  }

  /// Waits for a program's end; nil when a signal came first.
  package mutating func end(
    of pid: Int
  ) throws(Halt) -> (status: Int32, output: String, error: String)? {
    if case .ended(let status, let output, let error) = try perform(.end(of: pid)) {
      return (status, output, error)
    }
    return nil
  }

  /// Whether a program still runs.
  package mutating func isRunning(_ pid: Int) -> Bool {
    let world = world
    let answer = tape.perform(at: { .flag(world.process(pid)?.isRunning ?? false) })
    if case .flag(let flag) = answer { return flag }
    return false
  }

  /// A signal that came since the last look, by name; only for programs that trap.
  package mutating func nextSignal() -> String? {
    let (world, pid, taken) = (world, pid, signalsTaken)
    let answer = tape.perform(at: {
      let signals = world.process(pid)?.signals ?? []
      return .text(signals.count > taken ? signals[taken] : nil)
    })
    guard case .text(let name) = answer else { return nil }
    if name != nil { signalsTaken += 1 }
    return name
  }

  /// The programs that run at this place, for `ps`.
  package mutating func processes() -> [ProcessSummary] {
    let (world, place) = (world, context.place)
    let answer = tape.perform(at: { .listing(world.summaries(at: place)) })
    if case .listing(let list) = answer { return list }
    return []
  }

  /// The number that the program has where it runs: 1 for a container's main program.
  package var processNumber: Int { world.visibleNumber(of: pid) }

  /// The number by which a program is known at its place.
  package func visibleNumber(of pid: Int) -> Int { world.visibleNumber(of: pid) }
  /// The world's number of a program of this place; nil when there is none.
  package mutating func pid(ofVisible number: Int) -> Int? {
    let (world, place) = (world, context.place)
    let answer = tape.perform(at: { .number(world.pid(ofVisible: number, at: place) ?? -1) })
    if case .number(let pid) = answer, pid >= 0 { return pid }
    return nil
  }

  /// Sends a signal to another program; false when there is none.
  package mutating func signal(_ pid: Int, _ name: String) throws(Halt) -> Bool {
    if case .flag(let flag) = try perform(.signal(pid, name)) { return flag }
    return false
  }
}
