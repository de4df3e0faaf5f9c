import Simulation
import Wire

/// One packet's way: what each table decided, and each frame with what the last hop changed in it.
package struct Trace: Sendable {
  package enum Probe: Hashable, Sendable {
    case ping
    /// An echo request with so many bytes of data, not to be fragmented.
    case sized(Int)
    case connect(UInt16)
    case datagram(UInt16)
  }

  package struct Step: Sendable {
    package let frame: FrameObservation
    package let dissection: Dissection
    /// Fields that differ from the step before, as places in `dissection`.
    package let changed: [(layer: Int, field: Int)]
    /// Layers that the packet had at the step before and has no more, outermost first.
    package let removed: [String]
    /// A frame that only finds out an address.
    package var isResolution: Bool { dissection.layers.contains { $0.name == "ARP" } }
  }

  package internal(set) var steps: [Step] = []
  package internal(set) var drops: [DropObservation] = []
  /// What the sender got in the end, as its program says it.
  package internal(set) var outcome = ""
  package internal(set) var isAnswered = false

  /// Sends a probe in a copy of the fabric, so that nothing in the world changes.
  package static func run(
    _ fabric: Fabric, at now: Instant, from space: NamespaceID, to target: IPv4Address,
    _ probe: Probe
  ) -> Trace {
    var lab = Lab(fabric, at: now)
    lab.isRecording = true
    let words: [String]
    var input = ""
    switch probe {
    case .ping: words = ["ping", "-c", "1", "-W", "4", "\(target)"]
    case .sized(let size):
      words = ["ping", "-c", "1", "-W", "4", "-M", "do", "-s", "\(size)", "\(target)"]
    case .connect(let port): words = ["nc", "-z", "-v", "-w", "4", "\(target)", "\(port)"]
    case .datagram(let port):
      words = ["nc", "-u", "-w", "4", "\(target)", "\(port)"]
      input = "trace"
    }
    let result = lab.run(in: space, words, input: input)
    var trace = Trace()
    trace.isAnswered = result.status == 0
    trace.outcome = result.output.everything
    trace.follow(lab.frames, lab.drops, from: space, to: target)
    return trace
  }

  /// Keeps the frames of the first packet's flow: the packets themselves, their answers, and ARP on their behalf.
  private mutating func follow(
    _ frames: [FrameObservation], _ drops: [DropObservation], from space: NamespaceID,
    to target: IPv4Address
  ) {
    let first = frames.first { frame in
      frame.interface.namespace == space && frame.direction == .outgoing
    }
    guard let lineage = first?.lineage else { return self.drops = drops }
    var last: [String: Dissection] = [:]
    for frame in frames where frame.lineage == lineage && !frame.place.hasSuffix("/lo") {
      let dissection = Dissection(frame.bytes, link: frame.link)
      let identity = Trace.identity(dissection)
      let changed = last[identity].map { dissection.changes(since: $0) } ?? []
      let lost = (last[identity]?.layers.count ?? 0) - dissection.layers.count
      let removed = last[identity]?.layers.prefix(max(0, lost)).map(\.name) ?? []
      last[identity] = dissection
      steps.append(
        Step(frame: frame, dissection: dissection, changed: changed, removed: removed))
    }
    self.drops = drops.filter { $0.lineage == lineage }
  }

  /// What stays the same of a packet on its way: the innermost ends, and the piece of it that this is.
  private static func identity(_ dissection: Dissection) -> String {
    let names = [
      "ARP": ["operation", "sender IP", "target IP"],
      "IPv4": ["source", "destination", "protocol", "fragment offset"],
    ]
    guard let layer = dissection.layers.last(where: { names[$0.name] != nil }) else { return "" }
    return (names[layer.name] ?? []).compactMap { layer.value($0) }.joined(separator: " ")
  }

  /// The way in lines: a numbered line a frame, the decisions before it, the changed fields behind it.
  package func text(withBytes: Bool = false) -> String {
    var lines: [String] = []
    var printer = Tcpdump()
    for (number, step) in steps.enumerated() {
      for hop in step.frame.hops { lines.append("    \(hop.text)") }
      let summary = printer.line(step.frame.bytes, link: step.frame.link)
        .split(separator: "\n").joined(separator: " | ")
      lines.append(
        "\(leftPadded("\(number + 1)", 2)) \(step.frame.place) \(step.frame.direction.rawValue)  \(summary)"
      )
      if !step.changed.isEmpty {
        let fields = step.changed.map { change in
          let layer = step.dissection.layers[change.layer]
          let field = layer.fields[change.field]
          return "\(layer.name) \(field.name) \(field.value)"
        }
        lines.append("    changed: " + fields.joined(separator: ", "))
      }
      if withBytes { lines.append(marked(step)) }
    }
    for drop in drops { lines.append("    dropped: \(drop.reason)") }
    return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
  }

  /// The bytes in rows of sixteen, the changed ones in brackets.
  package func marked(_ step: Step) -> String {
    var changed = Set<Int>()
    for change in step.changed {
      changed.formUnion(step.dissection.layers[change.layer].fields[change.field].range)
    }
    var text = ""
    for (place, byte) in step.frame.bytes.enumerated() {
      if place % 16 == 0 { text += (place == 0 ? "" : "\n") + "      " }
      let isMarked = changed.contains(place)
      text += isMarked ? "[\(hexByte(byte))]" : " \(hexByte(byte)) "
    }
    return text
  }
}
