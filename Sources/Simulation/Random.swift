/// The model's own seeded generator (SplitMix64, Steele et al. 2014): the same on every machine and toolchain.
package struct Random: Hashable, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0..<bound without bias that matters (Lemire 2019, high word of the product).
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A generator of its own for one concern, so that draws in one place do not shift those in another.
  package func derived(_ stream: UInt64) -> Random {
    var root = Random(seed: state ^ (stream &* 0xD134_2543_DE82_EF95))
    return Random(seed: root.next())
  }

  /// As `rand.String` of k8s.io/apimachinery: no vowels and no look-alikes.
  package mutating func suffix(length: Int) -> String {
    let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
    return String(
      decoding: (0..<length).map { _ in alphabet[below(alphabet.count)] }, as: UTF8.self)
  }

  /// A version 4 UUID (RFC 9562) in lower case.
  package mutating func uuid() -> String {
    let high = (next() & ~0xF000) | 0x4000
    let low = (next() & ~(3 << 62)) | (2 << 62)
    let digits = hexadecimal(high, digits: 16) + hexadecimal(low, digits: 16)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    return text
  }
}

/// The low digits of a number in base 16, in lower case, padded with zeros.
package func hexadecimal(_ number: UInt64, digits: Int) -> String {
  let alphabet = Array("0123456789abcdef".utf8)
  return String(
    decoding: (0..<digits).reversed().map { place in
      alphabet[Int((number >> (UInt64(place) * 4)) & 15)]
    }, as: UTF8.self)
}
