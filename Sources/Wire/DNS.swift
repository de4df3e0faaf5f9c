/// DNS questions for addresses and their answers (RFC 1035), as far as A records go.
public enum DNS {
  public static let port: UInt16 = 53

  public enum Code: UInt8, Hashable, Sendable {
    case noError = 0
    case formatError = 1
    case serverFailure = 2
    case nameError = 3
    case refused = 5
  }

  /// A message with one question.
  public struct Message: Hashable, Sendable {
    public var identifier: UInt16
    public var isResponse = false
    public var isAuthoritative = false
    public var code = Code.noError
    /// Without the dot at the end, in lower case.
    public var name: String
    /// 1 is A, 28 is AAAA.
    public var type: UInt16 = 1
    public var addresses: [IPv4Address] = []
    public var timeToLive: UInt32 = 30

    public init(question name: String, identifier: UInt16, type: UInt16 = 1) {
      self.name = name
      self.identifier = identifier
      self.type = type
    }

    /// The answer to a question.
    public func answer(_ addresses: [IPv4Address], code: Code = .noError) -> Message {
      var reply = self
      reply.isResponse = true
      reply.isAuthoritative = true
      reply.code = code
      reply.addresses = addresses
      return reply
    }

    public var bytes: [UInt8] {
      var bytes: [UInt8] = []
      bytes.append16(identifier)
      bytes.append16(
        (isResponse ? 0x8000 : 0) | (isAuthoritative ? 0x0400 : 0) | 0x0100
          | (isResponse ? 0x0080 : 0) | UInt16(code.rawValue))
      bytes.append16(1)
      bytes.append16(UInt16(truncatingIfNeeded: addresses.count))
      bytes.append32(0)
      for label in name.split(separator: ".") {
        bytes.append(UInt8(truncatingIfNeeded: min(63, label.utf8.count)))
        bytes.append(contentsOf: label.utf8.prefix(63))
      }
      bytes.append(0)
      bytes.append16(type)
      bytes.append16(1)
      for address in addresses {
        bytes.append16(0xC00C)
        bytes.append16(1)
        bytes.append16(1)
        bytes.append32(timeToLive)
        bytes.append16(4)
        bytes.append32(address.bits)
      }
      return bytes
    }

    public init(parsing bytes: [UInt8]) throws(Malformed) {
      guard bytes.count >= 12 else { throw Malformed("a DNS header takes 12 bytes") }
      guard bytes.number16(at: 4) == 1 else { throw Malformed("not one DNS question") }
      let flags = bytes.number16(at: 2)
      var place = 12
      let name = try Message.name(bytes, &place)
      guard place + 4 <= bytes.count else { throw Malformed("a DNS question without its type") }
      self.init(question: name, identifier: bytes.number16(at: 0), type: bytes.number16(at: place))
      isResponse = flags & 0x8000 != 0
      isAuthoritative = flags & 0x0400 != 0
      guard let code = Code(rawValue: UInt8(flags & 15)) else {
        throw Malformed("DNS response code \(flags & 15)")
      }
      self.code = code
      place += 4
      for _ in 0..<bytes.number16(at: 6) {
        _ = try Message.name(bytes, &place)
        guard place + 10 <= bytes.count else { throw Malformed("a DNS record is cut") }
        let length = Int(bytes.number16(at: place + 8))
        guard place + 10 + length <= bytes.count else { throw Malformed("a DNS record is cut") }
        if bytes.number16(at: place) == 1, length == 4 {
          addresses.append(bytes.address(at: place + 10))
          timeToLive = bytes.number32(at: place + 4)
        }
        place += 10 + length
      }
    }

    /// A name at a place, following pointers that lead backwards only.
    private static func name(_ bytes: [UInt8], _ place: inout Int) throws(Malformed) -> String {
      var labels: [String] = []
      var at = place
      var end: Int?
      while true {
        guard at < bytes.count else { throw Malformed("a DNS name is cut") }
        let length = Int(bytes[at])
        if length >= 0xC0 {
          guard at + 1 < bytes.count else { throw Malformed("a DNS name is cut") }
          let target = (length & 0x3F) << 8 | Int(bytes[at + 1])
          guard target < at else { throw Malformed("a DNS name points forwards") }
          end = end ?? at + 2
          at = target
          continue
        }
        guard length < 64 else { throw Malformed("a DNS label of \(length) bytes") }
        if length == 0 { break }
        guard at + 1 + length <= bytes.count, labels.count < 128 else {
          throw Malformed("a DNS name is cut")
        }
        labels.append(String(decoding: bytes[at + 1..<at + 1 + length], as: UTF8.self).lowercased())
        at += 1 + length
      }
      place = end ?? at + 1
      return labels.joined(separator: ".")
    }
  }
}
