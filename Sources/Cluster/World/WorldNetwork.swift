import HashTreeCollections
import Machines
import Simulation

/// The machines of a world on the byte-level network, and what is noticed of their frames.
package struct WorldNetwork: Sendable {
  package internal(set) var fabric: Fabric
  /// Whether frames are kept.
  package internal(set) var isObserved = false
  /// The frames at every interface since the observation began.
  package internal(set) var frames = PagedArray<FrameObservation>()
  /// The world's program that each program of a machine runs for.
  var owners = TreeDictionary<Int, Int>()

  init(_ fabric: Fabric) { self.fabric = fabric }

  mutating func change<Result>(_ work: (inout Fabric) -> Result) -> Result { work(&fabric) }
}

/// What can be broken on a machine, and mended.
package enum MachineFault: Hashable, Sendable {
  case stop(String, host: String)
  case start(String, host: String)
  case crash(String, host: String)
  case hang(String, host: String)
  /// Every answer comes so many microseconds later.
  case slow(String, host: String, Int64)
  case unplug(String)
  case plug(String)
  /// These machines reach each other and nobody else.
  case partition([String])
  case heal
}
