/// TCP segments (RFC 9293) with the options that Linux sends (RFC 7323, RFC 2018).
public enum TCP {
  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let fin = Flags(rawValue: 1)
    public static let syn = Flags(rawValue: 2)
    public static let reset = Flags(rawValue: 4)
    public static let push = Flags(rawValue: 8)
    public static let acknowledge = Flags(rawValue: 16)
    public static let urgent = Flags(rawValue: 32)
  }

  public enum Option: Hashable, Sendable {
    case nop
    case maximumSegmentSize(UInt16)
    case windowScale(UInt8)
    case selectivePermitted
    case timestamps(value: UInt32, echo: UInt32)
    case other(kind: UInt8, length: Int)
  }

  /// A checked look at a segment within `bytes`.
  public struct View: Sendable {
    public let bytes: [UInt8]
    public let start: Int
    public let end: Int

    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 20 else { throw Malformed("a TCP header takes 20 bytes") }
      let header = Int(bytes[range.lowerBound + 12] >> 4) * 4
      guard header >= 20, header <= range.count else {
        throw Malformed("TCP header of \(header) bytes in \(range.count)")
      }
      self.bytes = bytes
      start = range.lowerBound
      end = range.upperBound
    }

    public var sourcePort: UInt16 { bytes.number16(at: start) }
    public var destinationPort: UInt16 { bytes.number16(at: start + 2) }
    public var sequence: UInt32 { bytes.number32(at: start + 4) }
    public var acknowledgement: UInt32 { bytes.number32(at: start + 8) }
    public var headerLength: Int { Int(bytes[start + 12] >> 4) * 4 }
    public var flags: Flags { Flags(rawValue: bytes[start + 13]) }
    public var window: UInt16 { bytes.number16(at: start + 14) }
    public var checksum: UInt16 { bytes.number16(at: start + 16) }
    public var payload: Range<Int> { start + headerLength..<end }

    public func isChecksumValid(from source: IPv4Address, to destination: IPv4Address) -> Bool {
      Checksum.holds(
        bytes, start..<end,
        start: Checksum.pseudoHeader(source, destination, IPv4.tcp, length: end - start))
    }

    /// The options up to the end mark, or up to the first that runs over.
    public var options: [Option] {
      var options: [Option] = []
      var place = start + 20
      let limit = start + headerLength
      while place < limit {
        let kind = bytes[place]
        if kind == 0 { break }
        if kind == 1 {
          options.append(.nop)
          place += 1
          continue
        }
        guard place + 1 < limit else { break }
        let length = Int(bytes[place + 1])
        guard length >= 2, place + length <= limit else { break }
        switch (kind, length) {
        case (2, 4): options.append(.maximumSegmentSize(bytes.number16(at: place + 2)))
        case (3, 3): options.append(.windowScale(bytes[place + 2]))
        case (4, 2): options.append(.selectivePermitted)
        case (8, 10):
          options.append(
            .timestamps(value: bytes.number32(at: place + 2), echo: bytes.number32(at: place + 6)))
        default: options.append(.other(kind: kind, length: length))
        }
        place += length
      }
      return options
    }
  }

  /// A segment as a value.
  public struct Segment: Hashable, Sendable {
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    public var sequence: UInt32 = 0
    public var acknowledgement: UInt32 = 0
    public var flags: Flags
    public var window: UInt16 = 0
    public var options: [Option] = []
    public var payload: [UInt8] = []

    public init(from sourcePort: UInt16, to destinationPort: UInt16, flags: Flags) {
      self.sourcePort = sourcePort
      self.destinationPort = destinationPort
      self.flags = flags
    }
    public init(_ view: View) {
      self.init(from: view.sourcePort, to: view.destinationPort, flags: view.flags)
      sequence = view.sequence
      acknowledgement = view.acknowledgement
      window = view.window
      options = view.options
      payload = Array(view.bytes[view.payload])
    }

    public func bytes(from source: IPv4Address, to destination: IPv4Address) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(60 + payload.count)
      bytes.append16(sourcePort)
      bytes.append16(destinationPort)
      bytes.append32(sequence)
      bytes.append32(acknowledgement)
      bytes.append16(UInt16(flags.rawValue))
      bytes.append16(window)
      bytes.append32(0)
      for option in options { option.emit(into: &bytes) }
      while bytes.count % 4 != 0 { bytes.append(0) }
      bytes[12] = UInt8(truncatingIfNeeded: bytes.count / 4) << 4
      bytes.append(contentsOf: payload)
      TCP.rechecksum(&bytes, 0..<bytes.count, from: source, to: destination)
      return bytes
    }
  }

  /// Makes the checksum anew.
  public static func rechecksum(
    _ bytes: inout [UInt8], _ range: Range<Int>, from source: IPv4Address,
    to destination: IPv4Address
  ) {
    bytes.set16(0, at: range.lowerBound + 16)
    let start = Checksum.pseudoHeader(source, destination, IPv4.tcp, length: range.count)
    bytes.set16(Checksum.of(bytes, range, start: start), at: range.lowerBound + 16)
  }
}

extension TCP.Option {
  func emit(into bytes: inout [UInt8]) {
    switch self {
    case .nop: bytes.append(1)
    case .maximumSegmentSize(let size):
      bytes.append16(0x0204)
      bytes.append16(size)
    case .windowScale(let shift): bytes.append(contentsOf: [3, 3, shift])
    case .selectivePermitted: bytes.append16(0x0402)
    case .timestamps(let value, let echo):
      bytes.append16(0x080A)
      bytes.append32(value)
      bytes.append32(echo)
    case .other(let kind, let length):
      bytes.append(kind)
      bytes.append(UInt8(truncatingIfNeeded: length))
      bytes.append(contentsOf: [UInt8](repeating: 0, count: max(0, length - 2)))
    }
  }
}
