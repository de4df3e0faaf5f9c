import Machines
import Typography

/// The machines on a packet's way side by side, the wire below them, and a mark where the packet is.
struct TracePicture: Sendable {
  /// The machines of the nodes on the way, each with its devices from the pod down to the wire.
  private var columns: [(machine: String, places: [String])] = []

  init(_ steps: [Trace.Step], _ fabric: Fabric) {
    for step in steps {
      let space = fabric.space(step.frame.interface.namespace)
      // A switch is the line between the nodes.
      guard space.devices.contains(where: { $0?.name == "eth0" }) else { continue }
      add(step.frame.place, to: fabric.machines[space.machine.index].name)
    }
    for index in columns.indices.dropFirst() { columns[index].places.reverse() }
  }

  private mutating func add(_ place: String, to machine: String) {
    let column = columns.firstIndex { $0.machine == machine } ?? columns.count
    if column == columns.count { columns.append((machine, [])) }
    if !columns[column].places.contains(place) { columns[column].places.append(place) }
  }

  /// The lines of the picture, `place` marked.
  func lines(at place: String, width: Int) -> [String] {
    let count = max(1, columns.count)
    let room = min(width, 96) / count
    let height = columns.map(\.places.count).max() ?? 0
    var lines: [String] = []
    for row in 0..<height {
      var line = ""
      for (index, column) in columns.enumerated() {
        // The wire is at the bottom.
        let number = row - (height - column.places.count)
        line = line.padded(to: index * room)
        guard number >= 0 else { continue }
        let name = column.places[number]
        let shown = name.truncated(to: room - 6)
        line += name == place ? "==>[\(shown)]" : "    \(shown)"
      }
      lines.append(line)
    }
    guard columns.count > 1 else { return lines }
    let isOnWire = !columns.contains { $0.places.contains(place) }
    let reach = (count - 1) * room - 1
    let label = isOnWire ? "==>[\(place)]" : ""
    let left = max(0, (reach - label.displayWidth) / 2)
    let right = max(0, reach - label.displayWidth - left)
    lines.append(
      "    +" + String(repeating: "-", count: left) + label + String(repeating: "-", count: right)
        + "+")
    return lines
  }
}
