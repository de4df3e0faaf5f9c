import Resources
import Simulation

extension System {
  /// The lines that a container has printed in its present run, or in the one before; nil when there was none.
  package mutating func containerLog(
    node: String, pod: String, container: String, previous: Bool
  ) -> [Process.Piece]? {
    let world = world
    let answer = tape.perform(at: {
      let log = world.log(node: node, pod: pod, container: container)
      let pieces = previous ? log?.previous : log?.current
      return .pieces(pieces.map(ContainerLog.lines))
    })
    if case .pieces(let pieces) = answer { return pieces }
    return nil
  }
}
