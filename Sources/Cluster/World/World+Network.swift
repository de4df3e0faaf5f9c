import Machines
import Resources
import Simulation

// The byte-level network within the world: its signals are events, its programs run for the world's.
extension World {
  mutating func handle(_ signal: FabricSignal, cause: EventID) {
    change(cause: cause) { fabric, now, out in fabric.handle(signal, at: now, out: &out) }
    switch signal {
    case .run(let id): deliverOutput(of: id.number, cause: cause)
    case .restart(let machine, unit: "flanneld"): flanneldStarts(on: machine, cause: cause)
    default: break
    }
  }

  /// Does something to the fabric and schedules what follows from it.
  @discardableResult
  mutating func change<Result>(
    cause: EventID?, _ work: (inout Fabric, Instant, inout FabricOutput) -> Result
  ) -> Result? {
    guard let isObserved = network?.isObserved else { return nil }
    var out = FabricOutput(observesFrames: isObserved)
    let now = now
    let result = network?.change { fabric in work(&fabric, now, &out) }
    take(out, cause: cause)
    return result
  }

  private mutating func take(_ out: FabricOutput, cause: EventID?) {
    for (signal, delay) in out.scheduled {
      schedule(
        .fabric(signal), afterMicroseconds: delay, cause: cause, background: signal.isDeadline)
    }
    for frame in out.frames { network?.frames.append(frame) }
    guard let cause else { return }
    for id in out.exits {
      deliverOutput(of: id.number, cause: cause)
      finishFrameProbe(id.number, cause: cause)
    }
  }

  /// Begins to keep frames anew, or stops.
  package mutating func observeFrames(_ isObserved: Bool) {
    if isObserved { materialiseNetwork() }
    if isObserved { network?.frames = PagedArray() }
    network?.isObserved = isObserved
  }

  /// Where a place's frames come from; nil where there is no network.
  package func networkNamespace(at place: ProcessContext.Place) -> NamespaceID? {
    switch place {
    case .workstation: nil
    case .host(let name): network?.fabric.namespace(named: name)
    case .container:
      container(at: place).flatMap { view in
        network?.fabric.namespace(named: view.pod.namespace + "/" + view.pod.name)
      }
    }
  }

  // MARK: Programs of machines

  mutating func startTool(
    _ arguments: [String], _ input: String, at place: ProcessContext.Place, for pid: Int,
    cause: EventID
  ) {
    materialiseNetwork()
    guard let space = networkNamespace(at: place),
      let tool = arguments.first.flatMap(HostTools.find)
    else { return resolve(pid, .number(-1), cause: cause) }
    let id = change(cause: cause) { fabric, now, out in
      fabric.within(now, &out) { fabric in
        fabric.start(tool, arguments: arguments, input: input, in: space)
      }
    }
    guard let number = id?.number else { return resolve(pid, .number(-1), cause: cause) }
    network?.owners[number] = pid
    processes[pid].tool = number
    resolve(pid, .number(number), cause: cause)
  }

  /// What a program of a machine has printed beyond `seen` bytes; nil when it has nothing new to say.
  mutating func toolAnswer(_ number: Int, seen: Int) -> Answer? {
    guard let process = network?.fabric.processes[number] else { return .toolOutput([], 255) }
    var left = seen
    var new: [ToolPiece] = []
    for piece in process.output.pieces {
      let count = piece.text.utf8.count
      if left >= count {
        left -= count
        continue
      }
      let text =
        left == 0 ? piece.text : String(decoding: piece.text.utf8.dropFirst(left), as: UTF8.self)
      new.append(ToolPiece(isError: piece.isError, text: text))
      left = 0
    }
    guard let status = process.exitStatus else {
      return new.isEmpty ? nil : .toolOutput(new, nil)
    }
    if let pid = network?.owners[number] { processes[pid].tool = nil }
    network?.owners[number] = nil
    network?.fabric.reap(process.id)
    return .toolOutput(new, status)
  }

  private mutating func deliverOutput(of number: Int, cause: EventID) {
    guard let pid = network?.owners[number],
      case .toolOutput(number, let seen)? = processes[pid].tape.pending,
      let answer = toolAnswer(number, seen: seen)
    else { return }
    processes[pid].tape.resolve(answer)
    run(pid, cause: cause)
  }

  /// Ends the machine's program of one that no longer waits for it.
  mutating func abandonTool(of pid: Int) {
    guard let number = processes[pid].tool else { return }
    if processes[pid].isRunning {
      switch processes[pid].tape.pending {
      case .startTool?, .toolOutput(number, _)?: return
      default: break
      }
    }
    processes[pid].tool = nil
    network?.owners[number] = nil
    change(cause: nil) { fabric, now, out in
      fabric.within(now, &out) { $0.kill(ProcessID(number)) }
    }
    network?.fabric.reap(ProcessID(number))
  }

  /// Ctrl-C: a program of a machine says its last words; any other just ends.
  package mutating func interrupt(_ pid: Int) {
    let cause = processes[pid].startedBy ?? EventID(0)
    // It may have an answer that it has not looked at yet.
    for _ in 0..<4 where processes[pid].isRunning && processes[pid].tool != nil {
      if !processes[pid].isUsingTool { run(pid, cause: cause) }
    }
    if let number = processes[pid].tool, network != nil {
      var out = FabricOutput(observesFrames: network?.isObserved ?? false)
      let now = now
      network?.fabric.within(now, &out) { $0.interrupt(ProcessID(number)) }
      let wakes = out.scheduled.filter { $0.signal.runs(ProcessID(number)) }
      out.scheduled.removeAll { $0.signal.runs(ProcessID(number)) }
      take(out, cause: nil)
      for (signal, _) in wakes { handle(signal, cause: cause) }
      deliverOutput(of: number, cause: cause)
      let latest = now.after(microseconds: 1_000)
      while processes[pid].tool == number, let next = queue.nextInstant, next <= latest { step() }
    }
    guard processes[pid].isRunning else { return }
    if !processes[pid].isConversing { return kill(pid, cause: nil) }
    if processes[pid].inputPrompt == nil { breakOff(pid, cause: cause) }
  }

  /// Ends what runs in a shell that somebody types in; the shell goes on with the next line.
  private mutating func breakOff(_ pid: Int, cause: EventID) {
    cancelTimers(of: pid)
    processes[pid].tape.resolve(.interrupted)
    run(pid, cause: cause)
  }

  // MARK: Faults

  /// Breaks or mends something; false where there is no such machine or program.
  @discardableResult
  package mutating func apply(_ fault: MachineFault) -> Bool {
    if case .crash(let program, let host) = fault, killContainer(running: program, on: host) {
      return true
    }
    materialiseNetwork()
    let isDone =
      change(cause: nil) { fabric, now, out in
        fabric.within(now, &out) { $0.apply(fault) }
      } ?? false
    if isDone { flanneldFollows(fault) }
    switch fault {
    case .unplug, .plug, .partition, .heal: updateReach()
    default: break
    }
    return isDone
  }
}

extension FabricSignal {
  fileprivate func runs(_ id: ProcessID) -> Bool {
    if case .run(id) = self { true } else { false }
  }
}

extension Fabric {
  fileprivate mutating func apply(_ fault: MachineFault) -> Bool {
    switch fault {
    case .stop(let unit, let host):
      guard let machine = machine(named: host), hasProcess(unit, machine) else { return false }
      stopUnit(unit, on: machine)
    case .start(let unit, let host):
      guard let machine = machine(named: host), hasProcess(unit, machine) else { return false }
      if let id = process(named: unit, on: machine) {
        setHung(id, false)
        setDelay(id, microseconds: 0)
      }
      startUnit(unit, on: machine)
    case .crash(let unit, let host):
      guard let machine = machine(named: host), let id = process(named: unit, on: machine) else {
        return false
      }
      kill(id)
    case .hang(let unit, let host):
      guard let machine = machine(named: host), let id = process(named: unit, on: machine) else {
        return false
      }
      setHung(id, true)
    case .slow(let unit, let host, let delay):
      guard let machine = machine(named: host), let id = process(named: unit, on: machine) else {
        return false
      }
      setDelay(id, microseconds: delay)
    case .unplug(let host), .plug(let host):
      guard let machine = machine(named: host) else { return false }
      if case .plug = fault { setPlugged(machine, true) } else { setPlugged(machine, false) }
    case .partition(let hosts):
      let apart = hosts.compactMap { machine(named: $0) }
      guard apart.count == hosts.count else { return false }
      partition(apart)
    case .heal: heal()
    }
    return true
  }

  private func hasProcess(_ name: String, _ machine: MachineID) -> Bool {
    machines[machine.index].units.contains { $0.name == name }
      || process(named: name, on: machine) != nil
  }
}
