/// ARP for IPv4 over Ethernet (RFC 826).
public enum ARP {
  public static let request: UInt16 = 1
  public static let reply: UInt16 = 2
  public static let length = 28

  /// A checked look at a packet within `bytes`.
  public struct View: Sendable {
    public let bytes: [UInt8]
    public let start: Int

    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 28 else { throw Malformed("ARP for IPv4 takes 28 bytes") }
      let start = range.lowerBound
      guard bytes.number16(at: start) == 1, bytes.number16(at: start + 2) == Ethernet.ipv4,
        bytes[start + 4] == 6, bytes[start + 5] == 4
      else { throw Malformed("ARP for something else than IPv4 over Ethernet") }
      self.bytes = bytes
      self.start = start
    }

    public var operation: UInt16 { bytes.number16(at: start + 6) }
    public var senderMAC: MACAddress { bytes.mac(at: start + 8) }
    public var senderIP: IPv4Address { bytes.address(at: start + 14) }
    public var targetMAC: MACAddress { bytes.mac(at: start + 18) }
    public var targetIP: IPv4Address { bytes.address(at: start + 24) }
  }

  /// A packet as a value.
  public struct Packet: Hashable, Sendable {
    public var operation: UInt16
    public var senderMAC: MACAddress
    public var senderIP: IPv4Address
    public var targetMAC: MACAddress
    public var targetIP: IPv4Address

    public init(
      _ operation: UInt16, sender: (MACAddress, IPv4Address), target: (MACAddress, IPv4Address)
    ) {
      self.operation = operation
      (senderMAC, senderIP) = sender
      (targetMAC, targetIP) = target
    }
    public init(_ view: View) {
      self.init(
        view.operation, sender: (view.senderMAC, view.senderIP),
        target: (view.targetMAC, view.targetIP))
    }

    public func emit(into bytes: inout [UInt8]) {
      bytes.append16(1)
      bytes.append16(Ethernet.ipv4)
      bytes.append16(0x0604)
      bytes.append16(operation)
      bytes.append(senderMAC)
      bytes.append32(senderIP.bits)
      bytes.append(targetMAC)
      bytes.append32(targetIP.bits)
    }

    /// The whole frame.
    public func frame(to destination: MACAddress, from source: MACAddress) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(42)
      Ethernet.Header(to: destination, from: source, type: Ethernet.arp).emit(into: &bytes)
      emit(into: &bytes)
      return bytes
    }
  }
}
