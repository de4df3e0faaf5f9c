import Simulation
import Wire

/// A fabric with a clock of its own: for tests and for worlds that are made of machines alone.
package struct Lab: Sendable {
  package var fabric: Fabric
  package private(set) var queue = EventQueue<FabricSignal>()
  package var isRecording = false
  package var frames: [FrameObservation] = []
  package var drops: [DropObservation] = []
  package private(set) var answers: [(token: UInt64, answer: HostAnswer)] = []
  /// Signals on their way that are more than deadlines.
  private var work = 0

  package init(_ fabric: Fabric, at instant: Instant = .zero) {
    self.fabric = fabric
    queue.advance(to: instant)
  }

  package var now: Instant { queue.now }

  /// What a command came to.
  package struct Result: Hashable, Sendable {
    package let output: HostOutput
    package let status: Int32
    package var text: String { output.text }
    package var errors: String { output.errors }
  }

  /// Does something to the fabric at this moment.
  @discardableResult
  package mutating func perform<Result>(_ action: (inout Fabric) -> Result) -> Result {
    var out = FabricOutput(observesFrames: isRecording)
    let result = fabric.within(queue.now, &out, action)
    take(&out)
    return result
  }

  /// Handles the earliest signal; false when there is none.
  @discardableResult
  package mutating func step() -> Bool {
    guard let event = queue.next() else { return false }
    if !event.signal.isDeadline { work -= 1 }
    var out = FabricOutput(observesFrames: isRecording)
    fabric.handle(event.signal, at: queue.now, out: &out)
    take(&out)
    return true
  }

  /// Schedules what a fabric asked for before it came here.
  package mutating func take(_ scheduled: [(signal: FabricSignal, after: Int64)]) {
    for (signal, delay) in scheduled {
      if !signal.isDeadline { work += 1 }
      queue.schedule(signal, at: queue.now.after(microseconds: delay), cause: nil)
    }
  }

  private mutating func take(_ out: inout FabricOutput) {
    take(out.scheduled)
    if isRecording {
      frames += out.frames
      drops += out.drops
    }
    answers += out.answers
  }

  /// Goes on until only deadlines are left, a minute of model time at most.
  package mutating func settle() {
    let limit = queue.now.after(microseconds: 60_000_000)
    while work > 0, let next = queue.nextInstant, next <= limit { step() }
  }

  package mutating func sleep(microseconds: Int64) {
    let end = queue.now.after(microseconds: microseconds)
    while let next = queue.nextInstant, next <= end { step() }
    queue.advance(to: end)
  }

  /// Starts a command and lets it run to its end; what it set in motion settles.
  package mutating func run(
    on host: String, _ arguments: [String], input: String = ""
  ) -> Result {
    guard let space = fabric.namespace(named: host) else {
      return Result(output: HostOutput(), status: 255)
    }
    return run(in: space, arguments, input: input)
  }

  package mutating func run(
    in space: NamespaceID, _ arguments: [String], input: String = ""
  ) -> Result {
    guard let name = arguments.first else { return Result(output: HostOutput(), status: 0) }
    guard let tool = HostTools.find(name) else {
      var output = HostOutput()
      output.add("sh: 1: \(name): not found\n", isError: true)
      return Result(output: output, status: 127)
    }
    let id = perform { fabric in
      fabric.start(tool, arguments: arguments, input: input, in: space)
    }
    while fabric.processes[id.number]?.exitStatus == nil, step() {}
    let process = fabric.processes[id.number]
    perform { $0.reap(id) }
    settle()
    return Result(output: process?.output ?? HostOutput(), status: process?.exitStatus ?? 255)
  }
}
