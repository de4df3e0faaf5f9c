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
      let bytes = UnsafeMutableRawBufferPointer(bytes)
      for word in 0..<words {
        let number = next()
        bytes.write(eightDigits(number >> 32), at: word * 16)
        bytes.write(eightDigits(number), at: word * 16 + 8)
      }
      return 16 * words
    }
  }

  /// A version 4 UUID (RFC 9562) in lower case.
  public mutating func uuid() -> String {
    let high = (next() & ~0xF000) | 0x4000
    let low = (next() & ~(3 << 62)) | (2 << 62)
    return String(unsafeUninitializedCapacity: 36) { bytes in
      for place in [8, 13, 18, 23] { bytes[place] = UInt8(ascii: "-") }
      let bytes = UnsafeMutableRawBufferPointer(bytes)
      let (second, third) = (eightDigits(high), eightDigits(low >> 32))
      bytes.write(eightDigits(high >> 32), at: 0)
      bytes.write(UInt32(truncatingIfNeeded: second), at: 9)
      bytes.write(UInt32(truncatingIfNeeded: second >> 32), at: 14)
      bytes.write(UInt32(truncatingIfNeeded: third), at: 19)
      bytes.write(UInt32(truncatingIfNeeded: third >> 32), at: 24)
      bytes.write(eightDigits(low), at: 28)
      return 36
    }
  }
}

/// The lower 32 bits in base 16 as eight ASCII bytes, the first digit in the lowest byte: all digits at once, since every
/// object that is made is given a UUID.
private func eightDigits(_ number: UInt64) -> UInt64 {
  var spread = number & 0xFFFF_FFFF
  spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
  spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
  spread = (spread | spread << 4) & 0x0F0F_0F0F_0F0F_0F0F
  // One in each byte whose digit is a letter.
  let letters = ((spread &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
  return (spread &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).byteSwapped.littleEndian
}

extension UnsafeMutableRawBufferPointer {
  fileprivate func write<Number: FixedWidthInteger & BitwiseCopyable>(
    _ number: Number, at place: Int
  ) {
    storeBytes(of: number, toByteOffset: place, as: Number.self)
  }
}

/// The low digits of a number in base 16, in lower case, padded with zeros.
public func hexadecimal(_ number: UInt64, digits: Int) -> String {
  String(unsafeUninitializedCapacity: digits) { bytes in
    for place in 0..<digits {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64((digits - 1 - place) * 4)) & 15
      bytes[place] = digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a")
    }
    return digits
  }
}

/// A text, a dot and sixteen digits in base 16, made in one piece.
public func hexadecimal(_ number: UInt64, after text: String) -> String {
  let length = text.utf8.count
  return String(unsafeUninitializedCapacity: length + 17) { bytes in
    _ = bytes.update(fromContentsOf: text.utf8)
    bytes[length] = UInt8(ascii: ".")
    let bytes = UnsafeMutableRawBufferPointer(bytes)
    bytes.write(eightDigits(number >> 32), at: length + 1)
    bytes.write(eightDigits(number), at: length + 9)
    return length + 17
  }
}
