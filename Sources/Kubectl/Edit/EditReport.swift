import Cluster
import Resources
import Tree

/// What the last round of editing came to: the complaints that head the file when it is opened again.
struct EditReport {
  /// The copy of what was edited; empty before the first round.
  var file = ""
  private var reasons: [(head: String, others: [String])] = []
  private(set) var retryable = 0
  private(set) var missing = 0
  private(set) var invalid = 0

  var hasReasons: Bool { !reasons.isEmpty }

  mutating func add(_ head: String) { reasons.append((head, [])) }

  /// Notes what the server said of an object; gives back what is said at once (`editResults.addError`).
  mutating func add(_ status: Status, of target: Target) -> String {
    let name = Self.name(of: target)
    switch status.reason {
    case "Invalid":
      invalid += 1
      reasons.append(
        (name + " was not valid", status.causes.map { "\($0.field): \($0.message)" }))
      return "error: \(name) is invalid"
    case "NotFound":
      missing += 1
      return "error: \(name) could not be found on the server"
    default:
      retryable += 1
      return "error: \(name) could not be patched: \(status.message)"
    }
  }

  /// The same for a text that is no object at all.
  mutating func add(validation problem: String, of target: Target) -> String {
    let name = Self.name(of: target)
    invalid += 1
    reasons.append(
      (
        name + " was not valid",
        ["<nil>: Invalid value: \"The edited file failed validation\": \(problem)"]
      ))
    return "error: \(name) is invalid"
  }

  /// `deployments.apps "web"`.
  private static func name(of target: Target) -> String {
    let resource = target.resource
    let plural = resource.group.isEmpty ? resource.plural : "\(resource.plural).\(resource.group)"
    return "\(plural) \(goQuoted(target.name))"
  }

  /// The comment at the file's beginning (`editHeader.writeTo`).
  func header(_ mode: Editing.Mode) -> String {
    var text =
      mode == .lastApplied
      ? """
      # Please edit the 'last-applied-configuration' annotations below.
      # Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
      #

      """
      : """
      # Please edit the object below. Lines beginning with a '#' will be ignored,
      # and an empty file will abort the edit. If an error occurs while saving this file will be
      # reopened with the relevant failures.
      #

      """
    for (head, others) in reasons {
      text += "# \(commented(head))\(others.isEmpty ? "" : ":")\n"
      for other in others { text += "# * \(commented(other))\n" }
      text += "#\n"
    }
    return text
  }

  private func commented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n# ")
  }
}
