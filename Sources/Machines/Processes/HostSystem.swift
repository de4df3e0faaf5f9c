import Simulation
import Wire

/// The calls of a program, and what it prints.
package struct HostSystem: Sendable {
  package let arguments: [String]
  package let input: String
  let namespace: NamespaceID
  let process: ProcessID
  var tape: Tape<HostCall, HostAnswer>
  var output = HostOutput()
  var fabric: Fabric
  /// Why the last name could not be resolved, as gai_strerror(3) says it.
  var nameProblem = "Name or service not known"
  /// It waits: what runs on while the stack unwinds must not call again.
  private var isStopped = false

  init(
    arguments: [String], input: String, namespace: NamespaceID, process: ProcessID,
    tape: Tape<HostCall, HostAnswer>, fabric: Fabric
  ) {
    self.arguments = arguments
    self.input = input
    self.namespace = namespace
    self.process = process
    self.tape = tape
    self.fabric = fabric
  }

  package mutating func call(_ call: HostCall) throws(Interruption) -> HostAnswer {
    if isStopped { throw .suspended }
    if let known = try? tape.perform(call) { return known }
    guard let answer = fabric.begin(call, in: namespace, for: .process(process)) else {
      isStopped = true
      throw .suspended
    }
    tape.resolve(answer)
    guard let now = try? tape.perform(call) else { throw .suspended }
    return now
  }

  package mutating func print(_ text: String, terminator: String = "\n") {
    output.add(text + terminator, isError: false)
  }
  package mutating func printError(_ text: String, terminator: String = "\n") {
    output.add(text + terminator, isError: true)
  }
  /// Says why and ends.
  package mutating func fail(_ text: String, status: Int32 = 1) -> Interruption {
    printError(text)
    return .exited(status)
  }

  package mutating func now() throws(Interruption) -> Instant {
    if case .instant(let instant) = try call(.now) { return instant }
    return .zero
  }
  package mutating func view() throws(Interruption) -> HostView {
    guard case .space(let view) = try call(.space) else { throw .exited(1) }
    return view
  }
  package mutating func change(_ change: NetworkChange) throws(Interruption) -> Errno? {
    if case .failure(let reason, _) = try call(.change(change)) { return reason }
    return nil
  }
  package mutating func sleep(microseconds: Int64) throws(Interruption) {
    _ = try call(.sleep(microseconds))
  }
  package mutating func random(below bound: Int) throws(Interruption) -> Int {
    if case .number(let number) = try call(.random(bound)) { return Int(number) }
    return 0
  }
  package mutating func socket(
    _ kind: Socket.Kind, _ options: SocketOptions = SocketOptions()
  ) throws(Interruption) -> SocketID {
    if case .socket(let id) = try call(.socket(kind, options)) { return id }
    return SocketID(0)
  }
  package mutating func bind(
    _ socket: SocketID, _ address: IPv4Address = .any, _ port: UInt16
  ) throws(Interruption) -> Errno? {
    if case .failure(let reason, _) = try call(.bind(socket, address, port)) { return reason }
    return nil
  }
  package mutating func connect(
    _ socket: SocketID, _ address: IPv4Address, _ port: UInt16, timeoutMicroseconds: Int64? = nil
  ) throws(Interruption) -> Errno? {
    switch try call(.connect(socket, address, port, timeout: timeoutMicroseconds)) {
    case .failure(let reason, _): return reason
    case .timeout: return .timedOut
    default: return nil
    }
  }
  package mutating func send(_ socket: SocketID, _ bytes: [UInt8]) throws(Interruption) -> Errno? {
    if case .failure(let reason, _) = try call(.send(socket, bytes)) { return reason }
    return nil
  }
  package mutating func send(
    _ socket: SocketID, _ bytes: [UInt8], to address: IPv4Address, _ port: UInt16 = 0
  ) throws(Interruption) -> HostAnswer {
    try call(.sendTo(socket, address, port, bytes))
  }
  package mutating func receive(
    _ socket: SocketID, timeoutMicroseconds: Int64? = nil
  ) throws(Interruption) -> HostAnswer {
    try call(.receive(socket, timeout: timeoutMicroseconds))
  }
  package mutating func close(_ socket: SocketID) throws(Interruption) {
    _ = try call(.close(socket))
  }
}
