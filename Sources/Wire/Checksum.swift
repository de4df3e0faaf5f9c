/// The Internet checksum (RFC 1071).
public enum Checksum {
  /// The ones' complement sum of the bytes in `range`, not yet folded, on top of `start`.
  @inlinable public static func sum(
    _ bytes: [UInt8], _ range: Range<Int>, start: UInt64 = 0
  ) -> UInt64 {
    bytes.withUnsafeBufferPointer { buffer in
      var total = start
      var place = range.lowerBound
      let end = range.upperBound
      while place + 1 < end {
        total &+= UInt64(buffer[place]) << 8 | UInt64(buffer[place + 1])
        place += 2
      }
      if place < end { total &+= UInt64(buffer[place]) << 8 }
      return total
    }
  }

  @inlinable public static func fold(_ total: UInt64) -> UInt16 {
    var total = total
    while total >> 16 != 0 { total = (total & 0xFFFF) + (total >> 16) }
    return UInt16(truncatingIfNeeded: total)
  }

  /// What belongs into a checksum field that is zero within `range`.
  @inlinable public static func of(
    _ bytes: [UInt8], _ range: Range<Int>, start: UInt64 = 0
  ) -> UInt16 {
    ~fold(sum(bytes, range, start: start))
  }

  /// Whether a range that includes its checksum field adds up.
  @inlinable public static func holds(
    _ bytes: [UInt8], _ range: Range<Int>, start: UInt64 = 0
  ) -> Bool {
    fold(sum(bytes, range, start: start)) == 0xFFFF
  }

  /// The pseudo header of UDP and TCP (RFC 768, RFC 9293).
  @inlinable public static func pseudoHeader(
    _ source: IPv4Address, _ destination: IPv4Address, _ kind: UInt8, length: Int
  ) -> UInt64 {
    UInt64(source.bits >> 16) + UInt64(source.bits & 0xFFFF) + UInt64(destination.bits >> 16)
      + UInt64(destination.bits & 0xFFFF) + UInt64(kind) + UInt64(length)
  }
}
