/// Why a plugin will not have a pod on a node (`framework.Status`).
package struct Rejection: Hashable, Sendable {
  package enum Code: String, Hashable, Sendable {
    /// Evicting other pods could help.
    case unschedulable = "Unschedulable"
    /// Nothing that the scheduler can do would help.
    case unresolvable = "UnschedulableAndUnresolvable"
  }

  /// Empty where no single plugin has spoken.
  package let plugin: String
  package let code: Code
  package let reasons: [String]

  package init(_ plugin: String, _ code: Code, _ reasons: [String]) {
    self.plugin = plugin
    self.code = code
    self.reasons = reasons
  }

  init(_ plugin: String, _ code: Code, _ reason: String) { self.init(plugin, code, [reason]) }
}
