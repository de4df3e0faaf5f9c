/// A hash of texts, eight bytes at a time: for keys of large tables, where the standard one costs more than the look-up.
///
/// The same in every process. Nothing here is chosen by an adversary who could profit from texts that collide.
public struct TextHash: Hashable, Sendable {
  @usableFromInline var state: UInt64 = 0xCBF2_9CE4_8422_2325

  @inlinable public init() {}

  @inlinable public mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    state ^= state >> 32
  }

  @inlinable public mutating func mix(_ text: String) { text.forEachWord { mix($0) } }

  @inlinable public var value: Int {
    let mixed = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: mixed ^ (mixed >> 32))
  }
}

/// A text as the key of a large table.
public struct TextKey: Hashable, Sendable, ExpressibleByStringLiteral {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
  @inlinable public init(stringLiteral text: String) { self.text = text }

  @inlinable public func _rawHashValue(seed: Int) -> Int {
    var hash = TextHash()
    hash.mix(text)
    return hash.value ^ seed
  }
}

extension String {
  /// Gives the text's bytes eight at a time, the last eight of them once more, and then how many there are: what is given
  /// for two texts that differ differs too.
  @inlinable public func forEachWord(_ take: (UInt64) -> Void) {
    func give(_ bytes: UnsafeBufferPointer<UInt8>) {
      let raw = UnsafeRawBufferPointer(bytes)
      let count = raw.count
      if count >= 8 {
        var place = 0
        while place + 8 <= count {
          take(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
          place += 8
        }
        if place < count { take(raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)) }
      } else if count >= 4 {
        let head = raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
        let tail = raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
        take(UInt64(head) | UInt64(tail) << 32)
      } else if count > 0 {
        take(UInt64(raw[0]) | UInt64(raw[count / 2]) << 8 | UInt64(raw[count - 1]) << 16)
      }
      take(UInt64(truncatingIfNeeded: count))
    }
    let isDone: Void? = utf8.withContiguousStorageIfAvailable(give)
    if isDone == nil {
      var copy = self
      copy.withUTF8(give)
    }
  }
}
