import Resources
import Simulation
import Store

// How programs end, by themselves and by signals.
extension World {
  mutating func end(_ pid: Int, _ status: Int32, cause: EventID?) {
    processes[pid].exitStatus = status
    abandonTool(of: pid)
    api.watches.closeAll(of: .process(pid))
    if !attachments.isEmpty { tellAttached(to: pid, cause: cause) }
    for other in processes.indices {
      if processes[other].isRunning, case .end(pid)? = processes[other].tape.pending, let cause {
        answerEnd(of: pid, to: other, cause: cause)
      }
    }
    guard case .container(let node, let pod, let name) = processes[pid].context.place else {
      return
    }
    if containerPrograms[processes[pid].context.place] == pid {
      containerPrograms[processes[pid].context.place] = nil
      endJobs(at: processes[pid].context.place)
      schedule(
        .wake(.kubelet(node), .runtime(pod: pod, container: name, .exited(status))), cause: cause)
    }
    if case .hook(let kind) = processes[pid].role {
      schedule(
        .wake(.kubelet(node), .runtime(pod: pod, container: name, .hooked(kind, status))),
        cause: cause)
    }
    if case .probe(let kind) = processes[pid].role {
      let text = (processes[pid].text(.output) + processes[pid].text(.error))
      schedule(
        .wake(
          .kubelet(node),
          .runtime(pod: pod, container: name, .probed(kind, status, text))), cause: cause)
    }
  }

  /// Tells a program that waits for another one how it ended, now or when it does.
  mutating func answerEnd(of other: Int, to pid: Int, cause: EventID) {
    guard let process = process(other) else {
      processes[pid].tape.resolve(.ended(127, output: "", error: ""))
      schedule(.resume(pid), cause: cause)
      return
    }
    guard let status = process.exitStatus else { return }
    processes[pid].tape.resolve(
      .ended(status, output: process.text(.output), error: process.text(.error)))
    schedule(.resume(pid), cause: cause)
  }

  /// Ends whatever runs in a container whose main program is gone.
  private mutating func endJobs(at place: ProcessContext.Place) {
    for pid in processes.indices
    where processes[pid].isRunning && processes[pid].context.place == place {
      kill(pid, cause: nil)
    }
    hangUp(at: place)
  }

  /// Ends what was begun in a container from outside: the runtime has killed it.
  private mutating func hangUp(at place: ProcessContext.Place) {
    for pid in processes.indices
    where processes[pid].isRunning && processes[pid].place == place
      && processes[pid].context.place != place
    {
      cancelTimers(of: pid)
      let epitaph = processes[pid].epitaph
      if !epitaph.isEmpty {
        processes[pid].output.append(
          Process.Piece(stream: .error, text: epitaph + "\n", at: now))
      }
      end(pid, 137, cause: nil)
    }
  }

  /// Sends a signal; false when there is no such program.
  @discardableResult
  mutating func signal(_ pid: Int, _ name: String, cause: EventID) -> Bool {
    guard let process = process(pid), process.isRunning else { return false }
    if process.isTrapping, name == "TERM" {
      processes[pid].signals.append(name)
      if case .end? = process.tape.pending {
        processes[pid].tape.resolve(.interrupted)
        schedule(.resume(pid), cause: cause)
      }
      return true
    }
    // A container's first program has no default actions: the kernel drops what it does not handle.
    if process.role == .container, name != "KILL" { return true }
    processes[pid].wasKilled = true
    cancelTimers(of: pid)
    end(pid, name == "KILL" ? 137 : name == "INT" ? 130 : 143, cause: cause)
    return true
  }

  /// Tells a container's program to end; gives back whether it takes care of that itself.
  mutating func stopProgram(in place: ProcessContext.Place, cause: EventID) {
    guard let pid = containerPrograms[place] else { return }
    signal(pid, "TERM", cause: cause)
  }

  /// Takes a container's programs away.
  mutating func removePrograms(in place: ProcessContext.Place) {
    containerPrograms[place] = nil
    endJobs(at: place)
  }

  /// Ends a program from outside, as Ctrl-C does.
  package mutating func kill(_ pid: Int, cause: EventID?) {
    guard processes[pid].isRunning else { return }
    processes[pid].exitStatus = 130
    abandonTool(of: pid)
    processes[pid].wasKilled = true
    cancelTimers(of: pid)
    api.watches.closeAll(of: .process(pid))
    if !attachments.isEmpty { tellAttached(to: pid, cause: cause) }
  }

  mutating func cancelTimers(of pid: Int) {
    queue.cancel { if case .wake(.process(pid), _) = $0.body { true } else { false } }
  }

  /// Whether a program that watches has set itself an end.
  package func hasDeadline(of pid: Int) -> Bool {
    if case .nextEvent(_, .some)? = processes[pid].tape.pending { true } else { false }
  }

  func summaries(at place: ProcessContext.Place) -> [ProcessSummary] {
    var list: [ProcessSummary] = []
    for process in processes where process.isRunning && process.context.place == place {
      let start = process.output.first?.at ?? now
      list.append(
        ProcessSummary(
          id: visibleNumber(of: process.id), line: process.line, startedAt: start))
    }
    return list
  }

  /// A container's main program is number 1 there; the others have the world's numbers.
  func visibleNumber(of pid: Int) -> Int {
    guard let process = process(pid), process.role == .container else { return pid + 7 }
    return 1
  }

  func pid(ofVisible number: Int, at place: ProcessContext.Place) -> Int? {
    if number == 1 { return containerPrograms[place] }
    guard let process = process(number - 7), process.context.place == place else { return nil }
    return process.id
  }
}
