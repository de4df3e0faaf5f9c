import Simulation

/// Makes wrong inputs out of right ones: the same ones for the same seed.
struct Mutator {
  private var random: Random
  private let seeds: [[UInt8]]

  init(seeds: [String], seed: UInt64) {
    self.seeds = seeds.map { Array($0.utf8) }
    random = Random(seed: seed)
  }

  mutating func below(_ bound: Int) -> Int { random.below(bound) }
  mutating func pick<T>(_ items: [T]) -> T { items[random.below(items.count)] }

  /// One of the seeds with a few bytes or words changed.
  mutating func next() -> String {
    var bytes = seeds.isEmpty ? [] : pick(seeds)
    for _ in 0...random.below(4) { mutate(&bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let alphabet = Array(" -=/.,:;|&\"'`${}[]()\\<>!#*?@%~\t\nabz019_中é\u{0}".utf8)
    let place = random.below(bytes.count + 1)
    switch random.below(7) {
    case 0: bytes.insert(pick(alphabet), at: place)
    case 1: if place < bytes.count { bytes.remove(at: place) }
    case 2: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
    case 3:
      let end = min(bytes.count, place + random.below(12))
      bytes.removeSubrange(min(place, end)..<end)
    case 4:
      let end = min(bytes.count, place + random.below(24))
      let piece = Array(bytes[min(place, end)..<end])
      bytes.insert(contentsOf: piece, at: random.below(bytes.count + 1))
    case 5:
      let other = seeds.isEmpty ? [] : pick(seeds)
      let start = random.below(other.count + 1)
      bytes = Array(bytes[..<place]) + other[start...]
    default: bytes.insert(contentsOf: Array(String(random.next() % 100_000).utf8), at: place)
    }
    if bytes.count > 20_000 { bytes.removeSubrange(20_000...) }
  }
}
