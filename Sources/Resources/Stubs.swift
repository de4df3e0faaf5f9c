import Tree

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
