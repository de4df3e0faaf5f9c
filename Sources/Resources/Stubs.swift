import Tree

package enum GoDifference {
  package static func text<A: Modeled>(_ n: String, _ a: A, _ b: A) -> String { "" }
}
package enum GoValue {
  package static func text<A: Modeled>(_ v: A, package p: String) -> String { "" }
}
