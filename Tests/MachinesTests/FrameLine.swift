import Simulation
import Wire

@testable import Machines

/// A frame in one line without what differs from run to run on a real kernel, as the laboratory's own comparison writes it.
struct FrameLine {
  static func text(_ bytes: [UInt8], isRaw: Bool, isCut: Bool) -> String? {
    guard !bytes.isEmpty else { return nil }
    if isRaw { return bytes[9] == 2 ? nil : ip(bytes[...], isCut: isCut).joined(separator: " ") }
    guard bytes.count >= 14 else { return "short" }
    let type = bytes.number16(at: 12)
    guard type == Ethernet.arp || type == Ethernet.ipv4 else { return nil }
    if type == Ethernet.ipv4, bytes[14 + 9] == 2 { return nil }
    return ethernet(bytes[...], isCut: isCut).joined(separator: " ")
  }

  private static func ethernet(_ slice: ArraySlice<UInt8>, isCut: Bool) -> [String] {
    let bytes = Array(slice)
    guard bytes.count >= 14 else { return ["short"] }
    var words = ["eth", "\(bytes.mac(at: 6))", "\(bytes.mac(at: 0))"]
    switch bytes.number16(at: 12) {
    case Ethernet.arp:
      let names: [UInt16: String] = [1: "request", 2: "reply"]
      words += ["arp", names[bytes.number16(at: 20)] ?? "?"]
      words += ["\(bytes.mac(at: 22))", "\(bytes.address(at: 28))"]
      words += ["\(bytes.mac(at: 32))", "\(bytes.address(at: 38))"]
    case Ethernet.ipv4: words += ip(bytes[14...], isCut: isCut)
    default: words.append("type")
    }
    return words
  }

  private static func ip(
    _ slice: ArraySlice<UInt8>, isQuoted: Bool = false, isCut: Bool = false
  ) -> [String] {
    let bytes = Array(slice)
    guard bytes.count >= 20, bytes[0] >> 4 == 4 else { return ["not-ipv4"] }
    let header = Int(bytes[0] & 15) * 4
    let total = Int(bytes.number16(at: 2))
    let fragment = bytes.number16(at: 6)
    let offset = Int(fragment & 0x1FFF) * 8
    let isMore = fragment & 0x2000 != 0
    var words = [
      "ip", "\(bytes.address(at: 12))", "\(bytes.address(at: 16))", "ttl=\(bytes[8])",
      "len=\(total)", "df=\(fragment >> 14 & 1)",
    ]
    if !isQuoted { words.append("hdr=" + (Checksum.holds(bytes, 0..<header) ? "ok" : "BAD")) }
    if isMore || offset > 0 {
      words.append("frag=\(offset)\(isMore ? "+" : "")")
      if offset > 0 { return words }
    }
    let isWhole = !(isMore || isCut || isQuoted) && bytes.count >= total
    let payload = Array(bytes[header..<min(total, bytes.count)])
    let ends = (bytes.address(at: 12), bytes.address(at: 16))
    switch bytes[9] {
    case 1 where payload.count >= 8:
      words += ["icmp", "\(payload[0]).\(payload[1])"]
      if payload[0] == 0 || payload[0] == 8 {
        words += ["id=\(payload.number16(at: 4))", "seq=\(payload.number16(at: 6))"]
      }
      if payload[0] == 3, payload[1] == 4 { words.append("mtu=\(payload.number16(at: 6))") }
      if isWhole, !Checksum.holds(payload, 0..<payload.count) { words.append("sum=BAD") }
      if payload[0] == 3 || payload[0] == 11, payload.count >= 28 {
        words += ["about", "{"] + ip(payload[8...], isQuoted: true) + ["}"]
      }
    case 17 where payload.count >= 8:
      let port = payload.number16(at: 2)
      // The kernel draws these: a VXLAN flow's source port, and that of each probe of traceroute.
      let isDrawn = port == 8472 || (33_434...33_500).contains(port)
      words += [
        "udp", isDrawn ? "*" : "\(payload.number16(at: 0))", "\(port)",
        "ulen=\(payload.number16(at: 4))",
      ]
      if isWhole {
        let sum = payload.number16(at: 6)
        let start = Checksum.pseudoHeader(ends.0, ends.1, 17, length: payload.count)
        if sum == 0 {
          words.append("sum=none")
        } else if !Checksum.holds(payload, 0..<payload.count, start: start) {
          words.append("sum=BAD")
        }
      }
      if port == 8472, payload.count >= 30, !isQuoted {
        words += ["vxlan", hexByte(payload[8]), "vni=\(payload.number32(at: 12) >> 8)", "["]
        words += ethernet(payload[16...], isCut: isCut) + ["]"]
      } else if port == 8285, !isQuoted {
        words += ["flannel-udp", "["] + ip(payload[8...], isCut: isCut) + ["]"]
      }
    case 6 where payload.count >= 20:
      let letters = zip("FSRPA", 0..<5).filter { payload[13] >> UInt8($0.1) & 1 == 1 }.map {
        String($0.0)
      }
      words += [
        "tcp", "\(payload.number16(at: 0))", "\(payload.number16(at: 2))", letters.joined(),
      ]
      words.append("plen=\(total - header - Int(payload[12] >> 4) * 4)")
      if isWhole {
        let start = Checksum.pseudoHeader(ends.0, ends.1, 6, length: payload.count)
        if !Checksum.holds(payload, 0..<payload.count, start: start) { words.append("sum=BAD") }
      }
    case 6 where payload.count >= 8:
      words += ["tcp", "\(payload.number16(at: 0))", "\(payload.number16(at: 2))"]
    default: break
    }
    return words
  }
}
