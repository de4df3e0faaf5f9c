import Machines
import Resources
import Typography
import Wire

/// A packet as a list of its headers, outermost first, with what the last hop changed in `*…*`.
struct TracePacket {
  private let step: Trace.Step
  private let isMarked: Bool

  init(_ step: Trace.Step, isMarked: Bool) {
    self.step = step
    self.isMarked = isMarked
  }

  func lines(_ language: Language) -> [String] {
    var lines: [String] = []
    if !step.removed.isEmpty {
      lines.append(
        "- " + Text("gone: ", "已去掉：")[language] + step.removed.joined(separator: ", "))
    }
    for (place, layer) in step.dissection.layers.enumerated() {
      guard let words = words(of: layer, place, language) else { continue }
      lines.append((isNew(place) ? "+ " : "  ") + layer.name.padded(to: 10) + words)
    }
    return lines
  }

  /// Whether everything in a header came with the last hop.
  private func isNew(_ place: Int) -> Bool {
    let fields = step.dissection.layers[place].fields
    return !fields.isEmpty && step.changed.count { $0.layer == place } == fields.count
  }

  private func words(of layer: Dissection.Layer, _ place: Int, _ language: Language) -> String? {
    func value(_ name: String) -> String {
      guard let index = layer.fields.firstIndex(where: { $0.name == name }) else { return "" }
      let text = layer.fields[index].value
      let isChanged = step.changed.contains { $0.layer == place && $0.field == index }
      return isChanged && isMarked && !isNew(place) ? "*\(text)*" : text
    }
    let ends = "\(value("source")) > \(value("destination"))"
    switch layer.name {
    case "Ethernet": return ends
    case "ARP":
      return layer.value("operation") == "request"
        ? "who-has \(value("target IP")) tell \(value("sender IP"))"
        : "\(value("sender IP")) is-at \(value("sender MAC"))"
    case "IPv4":
      let size = Text("bytes", "字节")[language]
      let flags = layer.value("flags").map { $0 == "none" ? "" : "  \($0)" } ?? ""
      return ends + "  TTL \(value("TTL"))  \(value("total length")) \(size)" + flags
    case "ICMP": return layer.value("type")?.words(from: 1)
    case "UDP": return "\(value("source port")) > \(value("destination port"))"
    case "TCP":
      return "\(value("source port")) > \(value("destination port"))  \(value("flags"))"
    case "VXLAN": return "VNI \(value("VNI"))"
    default: return nil
    }
  }
}
