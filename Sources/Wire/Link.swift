/// What the first byte of captured bytes belongs to.
public enum Link: Hashable, Sendable {
  case ethernet
  /// A TUN device has no link header.
  case raw
}
