import Simulation
import Wire

extension Fabric {
  /// Starts a program in a namespace; it runs at once until its first wait.
  @discardableResult
  package mutating func start(
    _ tool: HostTool, arguments: [String], input: String = "", in namespace: NamespaceID,
    unit: String? = nil
  ) -> ProcessID {
    wake(namespace)
    let id = ProcessID(nextProcess)
    nextProcess += 1
    var process = HostProcess(
      id: id, machine: self[namespace].machine, namespace: namespace, arguments: arguments,
      input: input, tool: tool, started: now)
    process.unit = unit
    processes[id.number] = process
    run(id)
    return id
  }

  /// Runs a process over its log until it waits or ends.
  mutating func run(_ id: ProcessID) {
    guard var process = processes[id.number], process.exitStatus == nil else { return }
    guard !process.isHung else {
      processes[id.number]?.isReady = true
      return
    }
    var tape = process.tape
    tape.rewind()
    process.tape = Tape()
    processes[id.number] = process
    // The fabric moves into the calls and back, so that nothing is copied.
    var inside = Fabric(seed: 0)
    swap(&inside, &self)
    var system = HostSystem(
      arguments: process.arguments, input: process.input, namespace: process.namespace,
      process: id, tape: tape, fabric: inside)
    inside = Fabric(seed: 0)
    tape = Tape()
    var status: Int32?
    do {
      status = try process.tool.run(&system)
    } catch .exited(let code) {
      status = code
    } catch {
      status = nil
    }
    swap(&system.fabric, &self)
    // It may have been killed by what it did itself.
    guard processes[id.number]?.exitStatus == nil, processes[id.number] != nil else { return }
    process.isHung = processes[id.number]?.isHung ?? false
    process.delay = processes[id.number]?.delay ?? 0
    process.tape = system.tape
    process.output = system.output
    process.exitStatus = status
    let isInterrupted = processes[id.number]?.isInterrupted ?? false
    process.isInterrupted = false
    processes[id.number] = process
    if status != nil { return ended(id) }
    if isInterrupted { interrupt(id) }
  }

  private mutating func ended(_ id: ProcessID) {
    release(id)
    outbox.exits.append(id)
  }

  /// Closes what a process had open.
  mutating func release(_ id: ProcessID) {
    guard let process = processes[id.number] else { return }
    let here = process.namespace
    waits[.process(id)] = nil
    stopWaiting(.process(id), here)
    let own = (0..<self[here].sockets.count).filter { self[here].sockets[$0].owner == id }
      .map { self[here].sockets.key(at: $0) }
    for socket in own where self[here].sockets[key: socket]?.isOrphan == false {
      if self[here].sockets[key: socket]?.kind == .tcp {
        closeConnection(socket, here)
      } else {
        discard(socket, here)
      }
    }
  }

  /// Forgets a process that has ended; the world has taken its output.
  package mutating func reap(_ id: ProcessID) { processes[id.number] = nil }

  /// Whether a process waits for something that may never come, without a time limit.
  package func waitsForever(_ id: ProcessID) -> Bool {
    switch processes[id.number]?.tape.pending {
    case .receive(_, nil)?, .accept(_, nil)?, .select(_, nil)?: true
    default: false
    }
  }

  /// Gives a waiting call its answer.
  mutating func complete(_ waiter: Waiter, _ answer: HostAnswer) {
    waits[waiter] = nil
    switch waiter {
    case .outside(let token): outbox.answers.append((token, answer))
    case .process(let id):
      guard processes[id.number]?.exitStatus == nil else { return }
      processes[id.number]?.tape.resolve(answer)
      schedule(.run(id), after: LinkTiming.wakeup + (processes[id.number]?.delay ?? 0))
    }
  }

  mutating func startWaiting(_ waiter: Waiter, timeout: Int64?) {
    let number = nextWait
    nextWait += 1
    waits[waiter] = number
    if let timeout { schedule(.timeout(waiter, generation: number), after: max(0, timeout)) }
  }

  /// A wait's time is over, unless it had its answer before.
  mutating func timeout(_ waiter: Waiter, _ generation: UInt64) {
    guard waits[waiter] == generation else { return }
    if case .process(let id) = waiter, let here = processes[id.number]?.namespace {
      stopWaiting(waiter, here)
    }
    if case .outside = waiter, let here = outsideWaits[waiter] {
      stopWaiting(waiter, here)
      outsideWaits[waiter] = nil
    }
    complete(waiter, .timeout)
  }
}
