import Resources
import Simulation
import Store

import enum Machines.FabricSignal

/// What can happen in a world.
package struct Signal: Sendable {
  package indirect enum Body: Sendable {
    /// A request reaches the API server.
    case request(Request, Ticket)
    /// An answer reaches whoever asked.
    case response(Response, Component, Ticket)
    /// A watch tells its client of a change.
    case watchEvent(WatchNotice, Component)
    /// A component's own timer is up.
    case wake(Component, Wake)
    /// A program starts, or goes on with what it waited for.
    case resume(Int)
    /// A frame arrives, or something else happens on the byte-level network.
    case fabric(FabricSignal)
  }

  package let body: Body
  /// Whether it only repeats (leases, probes) or waits out a back-off or a deadline: a settled world still has these.
  package let isBackground: Bool

  package init(_ body: Body, isBackground: Bool = false) {
    self.body = body
    self.isBackground = isBackground
  }
}

/// Lets a client tell its answers apart.
package struct Ticket: Hashable, Sendable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// One change as a watch tells it.
package struct WatchNotice: Sendable {
  package let watch: WatchID
  package let kind: Int
  package let type: WatchEventType
  package let record: any Record
  package let revision: Int64
}

/// Why a component's timer was set.
package enum Wake: Hashable, Sendable {
  /// The next key of a controller's work queue.
  case work(ControllerName)
  /// A key that was to be looked at again after a while.
  case enqueue(ControllerName, ObjectKey)
  /// The controller manager's regular look at the nodes' leases.
  case monitorNodes
  /// The scheduler takes the next pod.
  case schedule
  /// Pods that could not be placed are tried again.
  case flushUnschedulable
  /// A kubelet's regular sign of life.
  case heartbeat
  /// A kubelet looks at one of its pods.
  case sync(pod: String)
  /// Something that a container or the runtime was doing is done.
  case runtime(pod: String, container: String, RuntimeStep)
  /// Discovery shows a kind that was not there before.
  case discovered(kind: Int)
  /// A flanneld that is slow comes to what its watch told it of a node.
  case leases(of: String, revision: Int64)
  /// The watch of a kind, which could not be opened, is tried again.
  case reflect(kind: Int)
  /// A component starts: it lists and watches what it needs.
  case start
}

extension Wake {
  /// Whether it comes about without the process that waits for it: containers end while their kubelet is down, too.
  var isOfRuntime: Bool {
    if case .runtime(_, _, .exited) = self { true } else { false }
  }
}

/// What the container runtime has finished.
package enum RuntimeStep: Hashable, Sendable {
  case pulled, started, exited(Int32), killed
  case probe(ProbeKind)
  /// What a check inside of the container came to: exit status and output.
  case probed(ProbeKind, Int32, String)
  /// The end of a hook, with its exit status; nil where its time is over.
  case hooked(HookKind, Int32?)
}

/// The two moments at which a container may be told something.
package enum HookKind: String, Hashable, Sendable { case postStart, preStop }

/// The three probes of a container.
package enum ProbeKind: Hashable, Sendable { case startup, liveness, readiness }
