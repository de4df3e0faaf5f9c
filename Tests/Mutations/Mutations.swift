import Simulation
import Tree

/// Inputs made by changing, dropping, repeating and joining bytes of the seeds.
package func mutations(of seeds: [String], count: Int, _ random: inout Random) -> [[UInt8]] {
  let alphabet = Array(
    "{}[]()<>:,;.!?=-+*/\\|&%$#@~^`'\"_ \t\n\r0123456789abcdefnrtuxyzAEGKMTZé\u{0}\u{7F}".utf8)
  return (0..<count).map { _ in
    var bytes = Array(seeds[random.below(seeds.count)].utf8)
    for _ in 0...random.below(6) {
      let place = random.below(bytes.count + 1)
      switch random.below(5) {
      case 0: bytes.insert(alphabet[random.below(alphabet.count)], at: place)
      case 1: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
      case 2: if place < bytes.count { bytes.remove(at: place) }
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.below(8)))
      default:
        let other = Array(seeds[random.below(seeds.count)].utf8)
        let start = random.below(other.count + 1)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 9)], at: place)
      }
    }
    return bytes
  }
}

/// A short text of pieces that parsers care about.
package func arbitraryText(_ random: inout Random) -> String {
  let pieces = [
    "a", "b", "1", "0", " ", "-", ":", "#", "\n", "\t", "\"", "'", "\\", "é", "漢", "😀", "y", "true",
    "null", "~", "<", ">", "&", "{", "}", "[", "]", ",", "?", "!", "*", "%", "@", "`", "|", "=",
    "\u{01}", "\u{85}", "\u{2028}", "\u{FEFF}", ".", "e", "x", "0x", "_", "\r", "---", "  ",
  ]
  return (0..<random.below(7)).map { _ in pieces[random.below(pieces.count)] }.joined()
}

/// A tree of at most five levels.
package func arbitraryValue(_ random: inout Random, depth: Int = 0) -> Value {
  switch random.below(depth > 3 ? 6 : 8) {
  case 0: .null
  case 1: .bool(random.below(2) == 0)
  case 2: .int(Int64(bitPattern: random.next()))
  case 3: .int(Int64(random.below(100)))
  case 4, 5: .string(arbitraryText(&random))
  case 6: .array((0..<random.below(4)).map { _ in arbitraryValue(&random, depth: depth + 1) })
  default:
    .object(
      Fields(
        (0..<random.below(4)).map { _ in
          (arbitraryText(&random), arbitraryValue(&random, depth: depth + 1))
        }))
  }
}
