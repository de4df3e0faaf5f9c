import Tree

package enum IntOrString: Hashable, Sendable { case int(Int32), string(String) }
package enum NameRules {
  package static func dns1123Subdomain(_ t: String) -> [String] { [] }
  package static func dns1123Label(_ t: String) -> [String] { [] }
  package static func dns1035Label(_ t: String) -> [String] { [] }
  package static func qualifiedName(_ t: String) -> [String] { [] }
  package static func labelValue(_ t: String) -> [String] { [] }
  package static func envVarName(_ t: String) -> [String] { [] }
  package static func portName(_ t: String) -> [String] { [] }
  package static func configMapKey(_ t: String) -> [String] { [] }
}
package struct SelectorError: Error { package let message: String }
package struct Selector: Hashable, Sendable {
  package init(parsing: String) throws(SelectorError) {}
  package init() {}
  package func matches(_ l: StringMap) -> Bool { true }
}
package struct FieldSelector: Hashable, Sendable {
  package init(parsing: String) throws(SelectorError) {}
  package func matches(_ f: (String) -> String) -> Bool { true }
  package var fieldNames: [String] { [] }
  package func exactValue(of n: String) -> String? { nil }
}
extension LabelSelector {
  package var requirements: Selector? { Selector() }
  package var text: String { "" }
}
extension Toleration {
  package func tolerates(_ taint: Taint) -> Bool {
    if !effect.isEmpty, effect != taint.effect { return false }
    if !key.isEmpty, key != taint.key { return false }
    return `operator` == "Exists"
      || ((`operator`.isEmpty || `operator` == "Equal") && value == taint.value)
  }
}
package enum QualityOfService {
  package static func of(_ c: [(NamedValues<Quantity>, NamedValues<Quantity>)]) -> String {
    "BestEffort"
  }
}
package enum DeploymentArithmetic {
  package static func resolve(surge: IntOrString?, unavailable: IntOrString?, replicas: Int32) -> (
    surge: Int32, unavailable: Int32
  ) { (1, 0) }
  package static func proportion(
    of: Int32, deploymentReplicas: Int32, maxSurge: Int32, maxReplicasAnnotation: Int32?,
    toAdd: Int32, added: Int32
  ) -> Int32 { 0 }
}
package struct PodRank: Sendable {
  package init(
    hasNode: Bool, phase: String, isReady: Bool, deletionCost: String, rank: Int,
    readySince: Int64?, restarts: Int32, created: Int64?, now: Int64
  ) {}
  package func goesBefore(_ o: PodRank) -> Bool { false }
}
package enum GoDifference {
  package static func text<A: Modeled>(_ n: String, _ a: A, _ b: A) -> String { "" }
}
package enum GoText { package static func value(_ v: Value) -> String { "" } }
package enum MergePatch { package static func apply(_ p: Value, to v: Value) -> Value { v } }
package struct JSONPatchError: Error {}
package enum JSONPatch {
  package static func apply(_ p: Value, to v: Value) throws(JSONPatchError) -> Value { v }
}
package struct StrategicMergeError: Error { package let message: String }
package enum StrategicMerge {
  package static func apply(_ p: Value, to v: Value, shape: Structure) throws(StrategicMergeError)
    -> Value
  { v }
}
extension KindType { package var mergeShape: Structure { structure } }
