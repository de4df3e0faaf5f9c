/// Base64 with padding (RFC 4648, section 4), as Secrets carry their data.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  public static func encoded(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 1
      if count == 3 {
        for shift in [18, 12, 6, 0] as [UInt32] { text.append(alphabet[Int(bits >> shift & 63)]) }
        bits = 0
        count = 0
      }
    }
    if count == 1 {
      text += [alphabet[Int(bits >> 2)], alphabet[Int(bits << 4 & 63)]] + Array("==".utf8)
    } else if count == 2 {
      text += [
        alphabet[Int(bits >> 10)], alphabet[Int(bits >> 4 & 63)], alphabet[Int(bits << 2 & 63)],
        UInt8(ascii: "="),
      ]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil for text that is no Base64; line breaks are passed over, as Go does.
  public static func decoded(_ text: String) -> [UInt8]? {
    try? decoding(text)
  }

  /// Where a text stops being Base64 (`illegal base64 data at input byte N`).
  public struct DecodingError: Error, Hashable, Sendable, CustomStringConvertible {
    public var offset: Int
    public var description: String { "illegal base64 data at input byte \(offset)" }
  }

  public static func decoding(_ text: String) throws(DecodingError) -> [UInt8] {
    let input = Array(text.utf8)
    var bytes: [UInt8] = []
    var group: [UInt8] = []
    var index = 0
    func skipBreaks() {
      while index < input.count, input[index] == 10 || input[index] == 13 { index += 1 }
    }
    while index < input.count {
      let byte = input[index]
      index += 1
      if byte == 10 || byte == 13 { continue }
      if byte == UInt8(ascii: "=") {
        // Padding: two characters need two signs, three need one, and nothing follows.
        guard group.count >= 2 else { throw DecodingError(offset: index - 1) }
        skipBreaks()
        if group.count == 2 {
          guard index < input.count else { throw DecodingError(offset: input.count) }
          guard input[index] == UInt8(ascii: "=") else { throw DecodingError(offset: index - 1) }
          index += 1
        }
        skipBreaks()
        guard index == input.count else { throw DecodingError(offset: index) }
        flush(&group, into: &bytes)
        return bytes
      }
      guard let digit = value(of: byte) else { throw DecodingError(offset: index - 1) }
      group.append(digit)
      if group.count == 4 { flush(&group, into: &bytes) }
    }
    guard group.isEmpty else { throw DecodingError(offset: input.count - group.count) }
    return bytes
  }

  private static func flush(_ group: inout [UInt8], into bytes: inout [UInt8]) {
    let bits = group.reduce(UInt32(0)) { $0 << 6 | UInt32($1) } << UInt32(6 * (4 - group.count))
    for place in 0..<max(0, group.count - 1) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place)))
    }
    group = []
  }

  private static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
