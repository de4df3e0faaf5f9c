import Resources
import Simulation

/// What a kubelet has the runtime do with a container's files and log.
enum ContainerChange: Sendable {
  /// A new run: an empty layer over the image, and a log of its own.
  case renew(ProcessContext.Place)
  case log(ProcessContext.Place, String)
  /// The container ends: every program in it does.
  case end(ProcessContext.Place)
  /// The pod is gone with everything in it.
  case removePod(uid: String, containers: [ProcessContext.Place])
}

extension World {
  mutating func make(_ change: ContainerChange) {
    switch change {
    case .renew(let place):
      if !files.isEmpty { files.forget(below: Self.layerKey(place)) }
      // What a shell starts with there is worked out when one starts (`freshSession`).
      sessions[place] = nil
      containerLogs[place]?.rotate()
    case .log(let place, let text):
      containerLogs[place, default: ContainerLog()].append(
        Process.Piece(stream: .output, text: text, at: now))
    case .end(let place): removePrograms(in: place)
    case .removePod(let uid, let places):
      for place in places {
        removePrograms(in: place)
        files.forget(below: Self.layerKey(place))
        containerLogs[place] = nil
        sessions[place] = nil
      }
      files.forget(below: Self.volumesKey(uid))
    }
  }
}
