import Wire

/// A rule of iptables: what a packet must be like, and what becomes of it.
package struct Rule: Hashable, Sendable {
  package struct Inverted<Value: Hashable & Sendable>: Hashable, Sendable {
    var value: Value
    var isInverted = false
  }

  package enum Match: Hashable, Sendable {
    case comment(String)
    /// tcp or udp, with source and destination port ranges.
    case ports(
      String, source: Inverted<ClosedRange<UInt16>>?, destination: Inverted<ClosedRange<UInt16>>?)
    case multiport(isSource: Bool, [ClosedRange<UInt16>], isInverted: Bool)
    case icmp(type: UInt8, code: UInt8?, isInverted: Bool)
    /// `conntrack --ctstate` or the older `state --state`.
    case state([ConnectionState], isInverted: Bool, isOld: Bool)
    case mark(UInt32, mask: UInt32, isInverted: Bool)
    case addressType(isSource: Bool, String, isInverted: Bool)
    /// A share of 2^31.
    case random(UInt32)
    case nth(every: UInt32, packet: UInt32)
  }

  package enum Target: Hashable, Sendable {
    case none
    case accept, drop, `return`
    case chain(String)
    case reject(String)
    /// value xor (mark and not mask): MARK --set-xmark.
    case mark(UInt32, mask: UInt32)
    case masquerade(isRandom: Bool)
    case destination(IPv4Address?, ClosedRange<UInt16>?)
    case source(IPv4Address, isRandom: Bool)
    case redirect(UInt16?)
    case log(String)
  }

  package var source: Inverted<CIDR>?
  package var destination: Inverted<CIDR>?
  package var ingress: Inverted<String>?
  package var egress: Inverted<String>?
  package var kind: Inverted<UInt8>?
  package var matches: [Match] = []
  package var target = Target.none
  package var packets: UInt64 = 0
  package var bytes: UInt64 = 0

  /// Without the counters, for `-D` and `-C`.
  func isSame(as other: Rule) -> Bool {
    var left = self
    var right = other
    left.packets = 0
    left.bytes = 0
    right.packets = 0
    right.bytes = 0
    return left == right
  }
}

package enum ConnectionState: String, Hashable, Sendable {
  case invalid = "INVALID"
  case new = "NEW"
  case related = "RELATED"
  case established = "ESTABLISHED"
  case untracked = "UNTRACKED"
}
