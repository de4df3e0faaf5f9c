import Resources
import Simulation

/// What kubectl learns from the world besides the API server's answers.
extension System {
  /// A file that was written in the world; nil where only the disk may have it.
  package mutating func worldFile(_ path: String) -> String? {
    if let write = writes.last(where: { $0.path == path }) { return write.text }
    let world = world
    if case .text(let text) = tape.perform(at: { .text(world.files[path]) }) { return text }
    return nil
  }

  /// What a container has printed in its present run, or in the one before; nil when there was none.
  package mutating func containerLog(
    node: String, pod: String, container: String, previous: Bool
  ) -> [Process.Piece]? {
    let world = world
    let answer = tape.perform(at: {
      .pieces(world.log(.container(node: node, pod: pod, name: container), previous: previous))
    })
    if case .pieces(let pieces) = answer { return pieces }
    return nil
  }
}

extension World {
  func log(_ place: ProcessContext.Place, previous: Bool) -> [Process.Piece]? {
    guard case .container(let node, let pod, let name) = place else { return nil }
    let runs = processes.indices.filter { processes[$0].context.place == place }
    if let pid = previous ? runs.dropLast().last : runs.last { return processes[pid].output }
    guard !previous, let worker = kubelets[node]?.workers[pod],
      let container = worker[container: name], let start = container.startedAt
    else { return nil }
    let spec = (worker.pod.spec.containers + worker.pod.spec.initContainers).first {
      $0.name == name
    }
    let greeting = spec.flatMap { registry.find($0.image) }?.greeting ?? []
    return greeting.map { Process.Piece(stream: .output, text: $0 + "\n", at: start) }
  }
}
