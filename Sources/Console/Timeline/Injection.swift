import Cluster
import Simulation

/// What comes into a world from outside: a session is the list of these, each at its place.
package enum Injection: Sendable {
  /// A line that somebody typed.
  case line(String, ProcessContext)
  /// A line that somebody typed for a program which reads its input.
  case input(process: Int, String)
  /// A file of the disk that a program asked for; nil where there is none, with the system's reason.
  case file(path: String, text: String?, problem: String)
  /// What the learner's editor made of a program's text; nil where there is none.
  case edited(process: Int, text: String?, problem: String)
  /// Ctrl-C.
  case interrupt(process: Int)
  /// Time that is let pass without anything being due.
  case advance(to: Instant)
  /// A program is broken or mended.
  case fault(Component, down: Bool)
  /// Something of a machine is broken or mended.
  case machineFault(MachineFault)
  /// Frames are kept from here on, or no longer.
  case observe(Bool)
}

/// A place in time: after so many events, and after so many injections.
package struct Place: Hashable, Comparable, Sendable {
  package var events: Int
  package var injections: Int

  package init(events: Int, injections: Int) {
    self.events = events
    self.injections = injections
  }

  package static func < (left: Place, right: Place) -> Bool {
    left.events == right.events
      ? left.injections < right.injections : left.events < right.events
  }
}

/// One course of events: its injections in order, each with the number of events before it, and how far it got.
package struct Branch: Sendable {
  package var name: String
  package var injections: [(events: Int, injection: Injection)] = []
  /// The furthest place that has been reached.
  package var tip = Place(events: 0, injections: 0)
}
