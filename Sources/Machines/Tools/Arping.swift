import Simulation
import Wire

/// arping of iputils 20221126.
struct Arping {
  static let tool = HostTool("arping") { host throws(Interruption) in
    let given = Options(host.arguments.dropFirst(), "0AbDfqUVc:I:i:s:S:T:t:w:")
    guard let name = given.operands.first else {
      throw host.fail("arping: destination required\n", status: 1)
    }
    guard let target = try host.resolve(name) else {
      throw host.fail("arping: \(name): Name or service not known", status: 2)
    }
    let view = try host.view()
    let word =
      given.value("I") ?? view.space.devices.compactMap { $0 }.first { $0.kind != .loopback }?.name
    guard let word, let index = view.space.device(named: word),
      let device = view.space.devices[index]
    else {
      throw host.fail("arping: Device \(given.value("I") ?? "") not available.", status: 2)
    }
    guard device.isUp else { throw host.fail("Interface \"\(word)\" is down", status: 2) }
    guard device.isEthernet, device.kind != .loopback else {
      throw host.fail("Interface \"\(word)\" is not ARPable", status: 2)
    }
    let isAnnouncement = given.has("U") || given.has("A")
    let own =
      isAnnouncement
      ? target : given.has("D") ? .any : view.space.address(of: index, towards: target) ?? .any
    let source = given.value("s").flatMap { IPv4Address(parsing: $0) } ?? own
    host.print("ARPING \(target) from \(source) \(word)")
    let socket = try host.socket(.packet)
    _ = try host.call(.attach(socket, device: word, isPromiscuous: false))
    var arping = Arping(
      target: target, source: source, mac: device.mac, isQuiet: given.has("q"),
      keepsBroadcasting: given.has("b"),
      operation: given.has("A") ? ARP.reply : ARP.request)
    let count = given.number("c")
    let deadline = given.microseconds("w")
    let start = try host.now()
    while count.map({ arping.sent < $0 }) ?? true {
      let sentAt = try host.now()
      if let deadline, sentAt.microseconds - start.microseconds >= deadline { break }
      try arping.probe(socket, &host)
      try arping.collect(socket, from: sentAt, &host)
      if given.has("f") || given.has("D"), arping.received > 0 { break }
    }
    host.print("Sent \(arping.sent) probes (\(arping.broadcasts) broadcast(s))")
    host.print("Received \(arping.received) response(s)")
    if given.has("D") { return arping.received > 0 ? 1 : 0 }
    return isAnnouncement || arping.received > 0 ? 0 : 1
  }

  let target: IPv4Address
  let source: IPv4Address
  let mac: MACAddress
  let isQuiet: Bool
  /// Goes on asking everybody when somebody has answered.
  let keepsBroadcasting: Bool
  let operation: UInt16
  var sent = 0
  var broadcasts = 0
  var received = 0
  var known: MACAddress?

  private mutating func probe(_ socket: SocketID, _ host: inout HostSystem) throws(Interruption) {
    let arp = ARP.Packet(
      operation, sender: (mac, source),
      target: (operation == ARP.reply ? mac : known ?? .broadcast, target))
    sent += 1
    if known == nil { broadcasts += 1 }
    _ = try host.call(.sendFrame(socket, arp.frame(to: known ?? .broadcast, from: mac)))
  }

  private mutating func collect(
    _ socket: SocketID, from sentAt: Instant, _ host: inout HostSystem
  ) throws(Interruption) {
    let end = sentAt.after(microseconds: 1_000_000)
    while true {
      let now = try host.now()
      guard now < end else { return }
      let left = end.microseconds - now.microseconds
      guard case .delivery(.frame(let frame)) = try host.receive(socket, timeoutMicroseconds: left)
      else {
        return
      }
      guard !frame.isOutgoing, frame.bytes.count >= 42,
        frame.bytes.number16(at: 12) == Ethernet.arp,
        let arp = try? ARP.View(frame.bytes, 14..<frame.bytes.count), arp.senderIP == target,
        arp.operation == ARP.reply
      else { continue }
      received += 1
      let time = frame.at.microseconds - sentAt.microseconds
      let from = arp.senderMAC.description.uppercased()
      if !isQuiet { host.print("Unicast reply from \(target) [\(from)]  \(thousandths(time))ms") }
      if !keepsBroadcasting { known = arp.senderMAC }
    }
  }
}
