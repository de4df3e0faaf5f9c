import Tree

/// Two versions of a struct as go-cmp shows their difference.
package enum GoDifference {
  package static func text<A: Modeled>(_ name: String, _ old: A, _ new: A) -> String { "" }
}

/// A struct as Go's `%#v` shows it.
package enum GoValue {
  package static func text<A: Modeled>(_ value: A, package name: String) -> String { "" }
}
