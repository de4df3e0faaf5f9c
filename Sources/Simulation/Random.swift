/// The model's own seeded generator (SplitMix64, Steele et al. 2014): the same on every machine and toolchain.
public struct Random: Hashable, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0..<bound without bias that matters (Lemire 2019, high word of the product).
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A generator of its own for one concern, so that draws in one place do not shift those in another.
  public func derived(_ stream: UInt64) -> Random {
    var root = Random(seed: state ^ (stream &* 0xD134_2543_DE82_EF95))
    return Random(seed: root.next())
  }

  private static let suffixAlphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

  /// As `rand.String` of k8s.io/apimachinery: no vowels and no look-alikes.
  public mutating func suffix(length: Int) -> String {
    let alphabet = Self.suffixAlphabet
    return String(unsafeUninitializedCapacity: length) { bytes in
      for place in 0..<length { bytes[place] = alphabet[below(alphabet.count)] }
      return length
    }
  }

  /// So many draws in base 16, sixteen digits each.
  public mutating func hexadecimal(words: Int) -> String {
    String(unsafeUninitializedCapacity: 16 * words) { bytes in
      for word in 0..<words {
        let number = next()
        for place in 0..<16 { bytes[word * 16 + place] = hexadecimalDigit(number, 15 - place) }
      }
      return 16 * words
    }
  }

  /// A version 4 UUID (RFC 9562) in lower case.
  public mutating func uuid() -> String {
    let high = (next() & ~0xF000) | 0x4000
    let low = (next() & ~(3 << 62)) | (2 << 62)
    return String(unsafeUninitializedCapacity: 36) { bytes in
      var place = 0
      for digit in 0..<32 {
        if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
          bytes[place] = UInt8(ascii: "-")
          place += 1
        }
        bytes[place] = hexadecimalDigit(digit < 16 ? high : low, 15 - (digit & 15))
        place += 1
      }
      return 36
    }
  }
}

/// One digit of a number in base 16, counted from the lowest.
private func hexadecimalDigit(_ number: UInt64, _ place: Int) -> UInt8 {
  let value = UInt8(truncatingIfNeeded: number >> UInt64(place * 4)) & 15
  return value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: "a")
}

/// The low digits of a number in base 16, in lower case, padded with zeros.
public func hexadecimal(_ number: UInt64, digits: Int) -> String {
  String(unsafeUninitializedCapacity: digits) { bytes in
    for place in 0..<digits { bytes[place] = hexadecimalDigit(number, digits - 1 - place) }
    return digits
  }
}
