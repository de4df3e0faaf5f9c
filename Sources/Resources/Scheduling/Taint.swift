/// What keeps Pods off a node, after `v1.Taint`.
package struct Taint: Hashable, Sendable {
  package var key: String
  package var value: String
  /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
  package var effect: String
  /// Since when, in seconds of Unix time, for `NoExecute`.
  package var timeAdded: Int64?

  package init(key: String, value: String = "", effect: String, timeAdded: Int64? = nil) {
    self.key = key
    self.value = value
    self.effect = effect
    self.timeAdded = timeAdded
  }

  /// `key=value:effect`, as `kubectl describe node` prints it.
  package var text: String {
    if effect.isEmpty { return value.isEmpty ? key : "\(key)=\(value)" }
    return value.isEmpty ? "\(key):\(effect)" : "\(key)=\(value):\(effect)"
  }

  /// Whether both are one taint with perhaps another value.
  package func isSameTaint(as other: Taint) -> Bool {
    key == other.key && effect == other.effect
  }
}
