import Resources
import Store
import Tree

/// A fingerprint of what a world has been made to hold: equal inputs give equal digests in every process.
package struct WorldDigest: Hashable, Sendable {
  private var low: UInt64 = 0xCBF2_9CE4_8422_2325
  private var high: UInt64 = 0x9AE1_6A3B_2F90_404F
  /// Changes up to this revision are in it.
  private(set) var revision: Int64 = 0

  mutating func mix(_ text: String) {
    for byte in text.utf8 {
      low = (low ^ UInt64(byte)) &* 0x100_0000_01B3
      high = (high &+ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
    }
    high ^= low >> 29
  }

  mutating func take(_ change: Change) {
    revision = change.revision
    // Signs of life say nothing about what the learner did.
    guard change.kind != Catalog.leases else { return }
    mix(change.key.text)
    mix(change.new?.tree.json() ?? "gone")
  }

  package var text: String { hex(high) + hex(low) }

  private func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension World {
  /// The digest of everything that was committed so far and of the files that were written.
  package mutating func updatedDigest() -> String {
    let from = max(digest.revision, api.store.compactedRevision)
    if let changes = try? api.store.changes(since: from) {
      for change in changes { digest.take(change) }
    }
    var whole = digest
    for (path, node) in files.all(below: "//home") {
      whole.mix(path)
      if case .text(let text) = node { whole.mix(text) }
    }
    if let changed = network?.fabric.changeDigest, changed != 0 { whole.mix(String(changed)) }
    return whole.text
  }
}
