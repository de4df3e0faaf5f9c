import HashTreeCollections
import Simulation
import Wire

/// A machine: its root namespace, files, and what its supervisor keeps running.
package struct Machine: Sendable {
  package let id: MachineID
  package let name: String
  package let namespace: NamespaceID
  package var isPlugged = true
  /// Machines of different groups are walled off from each other.
  package var group = 0
  package var files = TreeDictionary<String, String>()
  package var units: [Unit] = []
}

/// A service of a machine's supervisor.
package struct Unit: Sendable {
  package enum Restart: Hashable, Sendable {
    case never
    case always(afterMicroseconds: Int64)
  }
  package enum Work: Hashable, Sendable {
    /// flanneld of the udp backend carries packets; the others only write tables.
    case flanneld
    case idle
  }
  package let name: String
  package var restart: Restart
  package var work: Work
  package var process: ProcessID?
  package var isWanted = true
}

extension Fabric {
  /// What a supervised process does: it waits for ever, its work is in the kernel or in the relay.
  static let waiting = HostTool("daemon") { host throws(Interruption) in
    while true { try host.sleep(microseconds: 3_600_000_000_000) }
  }

  func file(_ path: String, on machine: MachineID) -> String? {
    machines[machine.index].files[path]
  }

  /// Gives a namespace a file of its own.
  package mutating func setFile(_ path: String, _ text: String, in here: NamespaceID) {
    wake(here)
    self[here].files.removeAll { $0.path == path }
    self[here].files.append((path, text))
  }

  package mutating func addUnit(_ unit: Unit, on machine: MachineID) {
    machines[machine.index].units.append(unit)
    startUnit(unit.name, on: machine)
  }

  package mutating func startUnit(_ name: String, on machine: MachineID) {
    guard let place = machines[machine.index].units.firstIndex(where: { $0.name == name }) else {
      return
    }
    let unit = machines[machine.index].units[place]
    machines[machine.index].units[place].isWanted = true
    guard unit.process == nil else { return }
    let id = start(
      Self.waiting, arguments: [name], in: machines[machine.index].namespace, unit: name)
    machines[machine.index].units[place].process = id
    if unit.work == .flanneld { flanneldStarts(id, on: machine) }
    if unit.name == "flanneld" { flanneldWrites(on: machine) }
  }

  mutating func restart(_ unit: String, on machine: MachineID) {
    let wanted = machines[machine.index].units.first { $0.name == unit }?.isWanted ?? false
    if wanted { startUnit(unit, on: machine) }
  }

  /// Ends a process as SIGKILL does; the supervisor decides what follows.
  package mutating func kill(_ id: ProcessID) {
    guard let process = processes[id.number], process.exitStatus == nil else { return }
    flanneldEnds(id, on: process.machine)
    release(id)
    processes[id.number]?.exitStatus = 137
    outbox.exits.append(id)
    guard let name = process.unit else { return }
    let machine = process.machine
    guard let place = machines[machine.index].units.firstIndex(where: { $0.name == name }) else {
      return
    }
    processes[id.number] = nil
    machines[machine.index].units[place].process = nil
    let unit = machines[machine.index].units[place]
    if unit.isWanted, case .always(let delay) = unit.restart {
      schedule(.restart(machine, unit: name), after: delay)
    }
  }

  /// Stops a unit until it is started again.
  package mutating func stopUnit(_ name: String, on machine: MachineID) {
    guard let place = machines[machine.index].units.firstIndex(where: { $0.name == name }) else {
      return
    }
    machines[machine.index].units[place].isWanted = false
    if let id = machines[machine.index].units[place].process { kill(id) }
  }

  /// SIGINT: the waiting call fails with EINTR, and a program that counts on it says its last words.
  package mutating func interrupt(_ id: ProcessID) {
    guard let process = processes[id.number], process.exitStatus == nil else { return }
    guard process.tape.pending != nil else {
      // It is about to go on with an answer: its next wait ends at once.
      processes[id.number]?.isInterrupted = true
      return
    }
    stopWaiting(.process(id), process.namespace)
    complete(.process(id), .failure(.interrupted, 0))
  }

  /// Makes every answer of a process that much later.
  package mutating func setDelay(_ id: ProcessID, microseconds: Int64) {
    processes[id.number]?.delay = microseconds
  }

  /// SIGSTOP and SIGCONT.
  package mutating func setHung(_ id: ProcessID, _ isHung: Bool) {
    guard let process = processes[id.number], process.isHung != isHung else { return }
    processes[id.number]?.isHung = isHung
    guard !isHung else { return }
    if process.isReady {
      processes[id.number]?.isReady = false
      schedule(.run(id), after: LinkTiming.wakeup)
    }
    let here = process.namespace
    for index in self[here].devices.indices where self[here].devices[index]?.tun?.process == id {
      wakeTun(InterfaceID(here, index))
    }
    for position in 0..<self[here].sockets.count where self[here].sockets[position].owner == id {
      if self[here].sockets[position].relay != nil, !self[here].sockets[position].queue.isEmpty {
        wakeRelay(self[here].sockets.key(at: position), here)
      }
    }
  }

  /// The running process of a unit or of a program's name on a machine.
  package func process(named name: String, on machine: MachineID) -> ProcessID? {
    if let unit = machines[machine.index].units.first(where: { $0.name == name }) {
      return unit.process
    }
    return liveProcesses(on: machine).first { $0.name == name }?.id
  }

  func liveProcesses(on machine: MachineID) -> [HostProcess] {
    processes.values.filter { $0.machine == machine && $0.exitStatus == nil }
      .sorted { $0.id < $1.id }
  }

  func processList(_ here: NamespaceID) -> [String] {
    liveProcesses(on: self[here].machine).filter { $0.namespace == here }
      .map { "\($0.id.number) \($0.arguments.joined(separator: " "))" }
  }
}
