import Simulation
import Testing

@testable import Wire

/// What is emitted reads back as the same value, with checksums that hold.
@Suite struct RoundTripTests {
  private static func bytes(_ count: Int, _ random: inout Random) -> [UInt8] {
    (0..<count).map { _ in UInt8(random.below(256)) }
  }
  private static func address(_ random: inout Random) -> IPv4Address {
    IPv4Address(UInt32(truncatingIfNeeded: random.next()))
  }

  @Test func ipv4() throws {
    var random = Random(seed: 1)
    for _ in 0..<500 {
      var header = IPv4.Header(
        from: Self.address(&random), to: Self.address(&random), kind: UInt8(random.below(256)))
      header.identification = UInt16(random.below(65_536))
      header.dontFragment = random.below(2) == 0
      header.moreFragments = random.below(2) == 0
      header.fragmentOffset = random.below(8192) * 8
      header.timeToLive = UInt8(random.below(256))
      header.options = Self.bytes(random.below(11) * 4, &random)
      let payload = Self.bytes(random.below(100), &random)
      let packet = header.packet(payload)
      let view = try IPv4.View(packet)
      #expect(IPv4.Header(view) == header)
      #expect(view.isChecksumValid)
      #expect(Array(packet[view.payload]) == payload)
    }
  }

  @Test func loweringTheTimeToLiveKeepsTheChecksum() throws {
    var random = Random(seed: 2)
    for _ in 0..<300 {
      var header = IPv4.Header(from: Self.address(&random), to: Self.address(&random), kind: 1)
      header.timeToLive = UInt8(2 + random.below(250))
      var packet = header.packet([1, 2, 3])
      #expect(IPv4.decrementTimeToLive(&packet, at: 0) == header.timeToLive - 1)
      #expect(try IPv4.View(packet).isChecksumValid)
    }
  }

  @Test func transports() throws {
    var random = Random(seed: 3)
    for _ in 0..<300 {
      let (source, target) = (Self.address(&random), Self.address(&random))
      let payload = Self.bytes(random.below(80), &random)
      let datagram = UDP.Datagram(
        from: UInt16(random.below(65_536)), to: UInt16(random.below(65_536)), payload: payload)
      let udp = datagram.bytes(from: source, to: target)
      let view = try UDP.View(udp, 0..<udp.count)
      #expect(UDP.Datagram(view) == datagram)
      #expect(view.isChecksumValid(from: source, to: target))

      var segment = TCP.Segment(from: 1, to: 2, flags: [.syn, .acknowledge])
      segment.sequence = UInt32(truncatingIfNeeded: random.next())
      segment.window = UInt16(random.below(65_536))
      segment.options = [
        .maximumSegmentSize(1410), .selectivePermitted, .timestamps(value: 7, echo: 9), .nop,
        .windowScale(7),
      ]
      segment.payload = payload
      let tcp = segment.bytes(from: source, to: target)
      let seen = try TCP.View(tcp, 0..<tcp.count)
      #expect(TCP.Segment(seen) == segment)
      #expect(seen.isChecksumValid(from: source, to: target))

      let message = ICMP.Message(type: 8, identifier: 4, sequence: 5, payload: payload)
      let icmp = message.bytes
      #expect(ICMP.Message(try ICMP.View(icmp, 0..<icmp.count)) == message)
    }
  }

  @Test func arpAndNames() throws {
    let arp = ARP.Packet(
      ARP.request, sender: (MACAddress(0x0A58_0AF4_0102), IPv4Address(10, 244, 1, 2)),
      target: (.zero, IPv4Address(10, 244, 1, 1)))
    let frame = arp.frame(to: .broadcast, from: arp.senderMAC)
    #expect(ARP.Packet(try ARP.View(frame, 14..<frame.count)) == arp)
    let question = DNS.Message(question: "web.default.svc.cluster.local", identifier: 77)
    let answer = question.answer([IPv4Address(10, 96, 0, 10)])
    #expect(try DNS.Message(parsing: question.bytes) == question)
    #expect(try DNS.Message(parsing: answer.bytes) == answer)
  }

  @Test(arguments: [
    ([UInt8](repeating: 0x45, count: 19), "an IPv4 header takes 20 bytes"),
    ([0x65] + [UInt8](repeating: 0, count: 30), "IP version 6"),
    ([0x44, 0, 0, 20] + [UInt8](repeating: 0, count: 30), "IPv4 header of 16 bytes"),
    (
      [0x45, 0, 0, 99] + [UInt8](repeating: 0, count: 30),
      "IPv4 total length 99, but 34 bytes are there"
    ),
  ]) func refusesWithAReason(_ bytes: [UInt8], _ reason: String) {
    #expect(throws: Malformed(reason)) { try IPv4.View(bytes) }
  }

  @Test(arguments: ["10.244.1.0/24", "0.0.0.0/0", "255.255.255.255/32"])
  func networksReadBack(_ text: String) { #expect(CIDR(parsing: text)?.description == text) }

  @Test(arguments: [
    "10.244.1", "10.244.1.256", "1.2.3.4/33", "1.2.3.4/", "a.b.c.d", "1.2.3.4/-1", "",
  ])
  func refusesNetworks(_ text: String) { #expect(CIDR(parsing: text) == nil) }
}
