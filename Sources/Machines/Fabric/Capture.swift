import Simulation
import Wire

/// Frames as a pcapng file: an interface is `HOST/INTERFACE`, the comment says what the hop is.
package struct Capture: Sendable {
  private var file = Pcapng()

  package init() {}

  package var bytes: [UInt8] { file.bytes }
  package var count: Int { file.packetCount }

  /// Loopback devices are left out, as in a capture of the network.
  package mutating func add(_ frame: FrameObservation, comment: String? = nil) {
    guard !frame.place.hasSuffix("/lo") else { return }
    file.add(
      frame.bytes, on: frame.place, frame.link == .raw ? .rawIP : .ethernet,
      frame.direction == .incoming ? .incoming : .outgoing,
      microseconds: Instant.epochUnixSeconds * 1_000_000 + frame.at.microseconds,
      comment: comment ?? frame.comment)
  }

  package mutating func add(_ frames: some Sequence<FrameObservation>) {
    for frame in frames { add(frame) }
  }
}
