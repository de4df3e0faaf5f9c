import Simulation
import Wire

/// Fragments of one packet that have come in so far (net/ipv4/ip_fragment.c).
struct Reassembly: Sendable {
  let number: UInt64
  let source: IPv4Address
  let destination: IPv4Address
  let identification: UInt16
  let kind: UInt8
  /// Where each piece belongs, and its bytes.
  var pieces: [(offset: Int, bytes: [UInt8])] = []
  var totalLength: Int?
  var first: Packet?
  static let patience: Int64 = 30_000_000
}

extension Fabric {
  /// A packet cut so that each piece fits.
  func fragments(of packet: Packet, mtu: Int) -> [Packet] {
    guard let view = try? IPv4.View(packet.bytes, packet.network..<packet.bytes.count) else {
      return []
    }
    let room = max(8, (mtu - view.headerLength) & ~7)
    let payload = view.payload
    var pieces: [Packet] = []
    var place = payload.lowerBound
    while place < payload.upperBound {
      let end = min(place + room, payload.upperBound)
      var header = IPv4.Header(view)
      header.fragmentOffset = view.fragmentOffset + place - payload.lowerBound
      header.moreFragments = end < payload.upperBound || view.moreFragments
      if header.fragmentOffset > 0 {
        header.options = header.options.isEmpty ? [] : copied(header.options)
      }
      var piece = packet
      piece.bytes = header.packet(Array(packet.bytes[place..<end]))
      piece.network = 0
      pieces.append(piece)
      place = end
    }
    return pieces
  }

  /// Options that every fragment carries (the copied flag of RFC 791); others become no-operations.
  private func copied(_ options: [UInt8]) -> [UInt8] {
    var kept = options
    var place = 0
    while place < kept.count, kept[place] != 0 {
      guard kept[place] != 1 else {
        place += 1
        continue
      }
      guard place + 1 < kept.count else { break }
      let length = max(2, Int(kept[place + 1]))
      if kept[place] & 0x80 == 0 {
        for index in place..<min(place + length, kept.count) { kept[index] = 1 }
      }
      place += length
    }
    return kept
  }

  /// The whole packet when this was its last missing piece.
  mutating func reassemble(_ packet: Packet, _ here: NamespaceID) -> Packet? {
    guard let view = try? IPv4.View(packet.bytes, packet.network..<packet.bytes.count) else {
      return nil
    }
    let queues = self[here].reassembly
    let known = queues.firstIndex {
      $0.identification == view.identification && $0.source == view.source
        && $0.destination == view.destination && $0.kind == view.kind
    }
    var queue =
      known.map { queues[$0] }
      ?? Reassembly(
        number: newLineage(), source: view.source, destination: view.destination,
        identification: view.identification, kind: view.kind)
    if known == nil {
      schedule(.reassembly(here, queue.number), after: Reassembly.patience)
    }
    let end = view.fragmentOffset + view.payload.count
    guard end <= 65_515, !view.moreFragments || view.payload.count % 8 == 0 else {
      drop(packet, here, "a fragment of impossible size")
      return nil
    }
    if !view.moreFragments { queue.totalLength = end }
    if view.fragmentOffset == 0 { queue.first = packet }
    let overlaps = queue.pieces.contains {
      $0.offset < end && view.fragmentOffset < $0.offset + $0.bytes.count
    }
    if overlaps {
      // A repeat is ignored, a true overlap ends the whole packet (RFC 5722's reason holds here too).
      if queue.pieces.contains(where: { $0.offset == view.fragmentOffset }) { return nil }
      if let known { self[here].reassembly.remove(at: known) }
      drop(packet, here, "fragments overlap")
      return nil
    }
    queue.pieces.append((view.fragmentOffset, Array(packet.bytes[view.payload])))
    let have = queue.pieces.reduce(0) { $0 + $1.bytes.count }
    guard have == queue.totalLength, let first = queue.first else {
      if let known {
        self[here].reassembly[known] = queue
      } else {
        self[here].reassembly.append(queue)
      }
      trail = []
      return nil
    }
    if let known { self[here].reassembly.remove(at: known) }
    note(.reassembled)
    return joined(queue, first)
  }

  private func joined(_ queue: Reassembly, _ first: Packet) -> Packet? {
    guard let view = try? IPv4.View(first.bytes, first.network..<first.bytes.count) else {
      return nil
    }
    var header = IPv4.Header(view)
    header.moreFragments = false
    header.fragmentOffset = 0
    let payload = queue.pieces.sorted { $0.offset < $1.offset }.flatMap(\.bytes)
    var whole = first
    let frame = first.bytes[0..<first.network]
    whole.bytes = Array(frame) + header.packet(payload)
    return whole
  }

  /// Pieces that stay alone are given up; who has seen the first is told (ip_expire).
  mutating func reassemblyTimer(_ here: NamespaceID, _ number: UInt64) {
    guard let place = self[here].reassembly.firstIndex(where: { $0.number == number }) else {
      return
    }
    let queue = self[here].reassembly.remove(at: place)
    trail = []
    guard let first = queue.first else { return }
    drop(first, here, "fragments are missing")
    sendICMPError(ICMP.timeExceeded, 1, about: first, here)
  }
}
