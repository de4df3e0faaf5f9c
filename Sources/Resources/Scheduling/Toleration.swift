/// What lets a Pod onto a tainted node, after `v1.Toleration`.
package struct Toleration: Hashable, Sendable {
  /// Empty for every key.
  package var key: String
  /// `Exists`, `Equal`, or empty, which means `Equal`.
  package var operation: String
  package var value: String
  /// Empty for every effect.
  package var effect: String
  /// How long a `NoExecute` taint is borne; nil for ever.
  package var tolerationSeconds: Int64?

  package init(
    key: String = "", operation: String = "", value: String = "", effect: String = "",
    tolerationSeconds: Int64? = nil
  ) {
    self.key = key
    self.operation = operation
    self.value = value
    self.effect = effect
    self.tolerationSeconds = tolerationSeconds
  }

  /// As `ToleratesTaint`.
  package func tolerates(_ taint: Taint) -> Bool {
    if !effect.isEmpty, effect != taint.effect { return false }
    if !key.isEmpty, key != taint.key { return false }
    switch operation {
    case "", "Equal": return value == taint.value
    case "Exists": return true
    default: return false
    }
  }
}

extension Sequence where Element == Toleration {
  /// Whether any of them tolerates the taint.
  package func tolerate(_ taint: Taint) -> Bool { contains { $0.tolerates(taint) } }
}
