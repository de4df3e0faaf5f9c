import Simulation
import Wire

/// tcpdump 4.99, live on an interface or on `any`.
struct TcpdumpTool {
  static let tool = HostTool("tcpdump") { host throws(Interruption) in
    let given = Options(host.arguments.dropFirst(), "AbdDefhIJKlLnNOpqStuUvxX#i:c:s:w:r:y:B:Q:")
    if let word = given.value("c"), Int(word).map({ $0 > 0 }) != true {
      throw host.fail("tcpdump: invalid packet count \(word)", status: 1)
    }
    let view = try host.view()
    let name = given.value("i") ?? "any"
    if name != "any", view.space.device(named: name) == nil {
      throw host.fail("tcpdump: \(name): No such device exists\n(No such device exists)", status: 1)
    }
    guard let filter = CaptureFilter(parsing: given.operands) else {
      throw host.fail("tcpdump: can't parse filter expression: syntax error", status: 1)
    }
    let isRaw =
      view.space.device(named: name).flatMap { view.space.devices[$0]?.isEthernet } == false
    let kind =
      name == "any" ? "LINUX_SLL2 (Linux cooked v2)" : isRaw ? "RAW (Raw IP)" : "EN10MB (Ethernet)"
    if name == "any" { host.printError("tcpdump: data link type LINUX_SLL2") }
    let isVerbose = given.has("v")
    if !isVerbose {
      host.printError("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode")
    }
    host.printError(
      "\(isVerbose ? "tcpdump: " : "")listening on \(name), link-type \(kind), snapshot length 262144 bytes"
    )
    let socket = try host.socket(.packet)
    _ = try host.call(
      .attach(socket, device: name == "any" ? nil : name, isPromiscuous: !given.has("p")))
    var printer = Tcpdump(showsLink: given.has("e"), isVerbose: isVerbose)
    var count = 0
    let limit = given.number("c") ?? Int.max
    while count < limit {
      guard case .delivery(.frame(let frame)) = try host.receive(socket) else { break }
      guard filter.accepts(frame.bytes, frame.link) else { continue }
      count += 1
      let stamp = given.has("t") ? "" : clock(frame.at) + " "
      if name == "any" {
        let device = view.space.device(named: frame.interface)
        let text = printer.cooked(frame.bytes, link: frame.link, interfaceIndex: (device ?? 0) + 1)
        let own = device.flatMap { view.space.devices[$0]?.mac }
        host.print(stamp + padded(frame.interface, 5) + " " + kindWord(frame, own) + " " + text)
      } else {
        host.print(stamp + printer.line(frame.bytes, link: frame.link))
      }
      if given.has("x") || given.has("X") {
        let start =
          given.flags.filter { $0.letter == "x" || $0.letter == "X" }.count > 1
            || frame.link == .raw ? 0 : 14
        host.print(hex(frame.bytes, from: start, withText: given.has("X")), terminator: "")
      }
    }
    if count < limit { host.printError("") }
    host.printError(
      "\(count) packets captured\n\(count) packets received by filter\n0 packets dropped by kernel")
    return 0
  }

  /// Out, In, Broadcast, Multicast or for another host.
  static func kindWord(_ frame: SeenFrame, _ own: MACAddress?) -> String {
    if frame.isOutgoing { return "Out" }
    guard frame.link == .ethernet, frame.bytes.count >= 14 else { return "In " }
    let target = frame.bytes.mac(at: 0)
    if target.isBroadcast { return "B  " }
    return target.isMulticast ? "M  " : target == own || own == .zero ? "In " : "P  "
  }

  static func clock(_ at: Instant) -> String {
    func digits(_ number: Int64, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let seconds = at.unixSeconds % 86_400
    return
      "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))."
      + digits(at.microseconds % 1_000_000, 6)
  }

  /// Lines of sixteen bytes, as with -x and -X.
  static func hex(_ bytes: [UInt8], from start: Int, withText: Bool) -> String {
    var text = ""
    var place = start
    while place < bytes.count {
      let row = bytes[place..<min(place + 16, bytes.count)]
      let offset = String(place - start, radix: 16)
      var line = "\t0x" + String(repeating: "0", count: 4 - offset.count) + offset + ": "
      for (index, byte) in row.enumerated() { line += (index % 2 == 0 ? " " : "") + hexByte(byte) }
      if withText {
        line = padded(line, 49) + "  "
        line += String(
          String.UnicodeScalarView(row.map { (33...126).contains($0) ? Unicode.Scalar($0) : "." }))
      }
      text += line + "\n"
      place += 16
    }
    return text
  }
}
