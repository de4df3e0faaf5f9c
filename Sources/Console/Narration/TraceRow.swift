import Machines
import Resources
import Typography
import Wire

/// A frame of a trace in one line of `trace --list`: its words can be asked for.
struct TraceRow: Sendable {
  let number: Int?
  let place: String
  let way: String
  let bytes: Int
  /// Of the packet itself; what it is wrapped in has its own.
  let timeToLive: String
  let what: String

  init(_ step: Trace.Step, number: Int?) {
    self.number = number
    place = step.frame.place
    way = step.frame.direction.rawValue
    bytes = step.frame.bytes.count
    let packet = step.dissection.layers.last { $0.name == "IPv4" }
    timeToLive = step.isResolution ? "-" : packet?.value("TTL") ?? "-"
    what = TraceRow.summary(step.dissection)
  }

  /// Whether every word is among the row's; `*` stands for any letters.
  func has(_ words: [String]) -> Bool {
    let own = [place, way] + what.split(separator: " ").map(String.init)
    return words.allSatisfy { word in own.contains { $0.isLike(word) } }
  }

  func line(placeWidth: Int) -> String {
    let count = number.map(String.init) ?? ""
    return count.padded(to: 3, alignment: .right) + " " + place.padded(to: placeWidth) + " "
      + way.padded(to: 3) + " " + String(bytes).padded(to: 5, alignment: .right) + " "
      + timeToLive.padded(to: 3, alignment: .right) + "  " + what
  }

  static func heading(placeWidth: Int, _ language: Language) -> String {
    let words = Text("hop", "跳")[language].padded(to: 3, alignment: .right)
    return words + " " + Text("where", "位置")[language].padded(to: placeWidth) + " "
      + Text("way", "方向")[language].padded(to: 3) + " "
      + Text("bytes", "字节")[language].padded(to: 5, alignment: .right) + " "
      + "TTL" + "  " + Text("what", "内容")[language]
  }

  /// `UDP 8472 192.168.56.11 > 192.168.56.12`, `ICMP echo request 10.244.1.2 > 10.244.2.3`.
  private static func summary(_ dissection: Dissection) -> String {
    let layers = dissection.layers
    if let arp = layers.first(where: { $0.name == "ARP" }) {
      let (sender, target) = (arp.value("sender IP") ?? "?", arp.value("target IP") ?? "?")
      return arp.value("operation") == "request"
        ? "ARP who-has \(target) tell \(sender)"
        : "ARP \(sender) is-at \(arp.value("sender MAC") ?? "?")"
    }
    guard let place = layers.firstIndex(where: { $0.name == "IPv4" }) else { return "-" }
    let ends =
      "\(layers[place].value("source") ?? "?") > \(layers[place].value("destination") ?? "?")"
    guard place + 1 < layers.count else { return ends }
    let inside = layers[place + 1]
    return switch inside.name {
    case "ICMP": "ICMP \(inside.value("type")?.words(from: 1) ?? "") \(ends)"
    case "UDP": "UDP \(inside.value("destination port") ?? "") \(ends)"
    case "TCP": "TCP \(inside.value("flags") ?? "") \(ends)"
    default: ends
    }
  }
}

extension String {
  /// The words from one on, counted from 0.
  func words(from first: Int) -> String {
    split(separator: " ").dropFirst(first).joined(separator: " ")
  }
}
