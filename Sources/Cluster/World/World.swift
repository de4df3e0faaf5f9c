import HashTreeCollections
import Resources
import Simulation
import Store

/// A cluster and everything around it as one value, which advances one event at a time.
package struct World: Sendable {
  package internal(set) var queue = EventQueue<Signal>()
  package internal(set) var journal = Journal()
  package internal(set) var api: APIServer
  package internal(set) var controllers: ControllerManager
  package internal(set) var scheduler: Scheduler
  package internal(set) var kubelets: Kubelets
  package internal(set) var processes = PagedArray<Process>()
  /// The main program of each container that runs one.
  var containerPrograms = TreeDictionary<ProcessContext.Place, Int>()
  /// Programs that show what a container's does, by their numbers and its.
  var attachments: [(pid: Int, other: Int)] = []
  /// Files that were written in the world, over those of the disk.
  package internal(set) var files = WorldFiles()
  /// What containers have printed.
  var containerLogs = QuickTable<ProcessContext.Place, ContainerLog>()
  /// What the shell remembers between two lines, at the workstation and on each host.
  package internal(set) var sessions = TreeDictionary<ProcessContext.Place, ShellSession>()
  package internal(set) var faults = Faults()
  package internal(set) var digest = WorldDigest()
  /// The machines on the byte-level network; nil until somebody looks at them.
  package internal(set) var network: WorldNetwork?
  /// The control plane that runs in static pods; nil where it runs out of sight.
  var controlPlane: ControlPlane?
  /// What the network is built from when it is needed.
  private(set) var networkSeed: UInt64 = 1
  private(set) var podRange = ""
  package let registry: ImageRegistry
  let interpreter: any Interpreter

  package var now: Instant { queue.now }

  mutating func setNetwork(seed: UInt64, podRange: String) {
    networkSeed = seed
    self.podRange = podRange
  }

  /// How long a message takes between two programs of the cluster, in microseconds.
  static let messageDelay: Int64 = 500
}

// MARK: - Scheduling

extension World {
  @discardableResult
  mutating func schedule(
    _ body: Signal.Body, afterMicroseconds delay: Int64 = 0, cause: EventID?,
    background: Bool = false
  ) -> EventID {
    queue.schedule(
      Signal(body, isBackground: background), at: now.after(microseconds: delay), cause: cause,
      background: background)
  }

  /// Whether nothing is due but what repeats and what waits out a back-off or a deadline.
  package var isSettled: Bool { queue.nextForegroundInstant == nil }

  /// Carries out what an actor asked for while it handled an event.
  mutating func apply(_ effects: Effects) {
    for place in effects.sends.indices {
      schedule(
        effects.sends[place].body, afterMicroseconds: Self.messageDelay, cause: effects.event,
        background: effects.sends[place].isBackground)
    }
    for place in effects.timers.indices {
      schedule(
        effects.timers[place].body, afterMicroseconds: effects.timers[place].delay,
        cause: effects.event, background: effects.timers[place].isBackground)
    }
    // Programs end before anything is done to their containers, in whatever order it was asked for.
    for case .stop(let place) in effects.rest { stopProgram(in: place, cause: effects.event) }
    for case .change(let change) in effects.rest { make(change) }
  }
}
