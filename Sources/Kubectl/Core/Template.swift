import Tree

/// Why a Go template cannot be read or carried out.
struct TemplateProblem: Error, Hashable { let message: String }

/// A Go template, as `-o go-template` takes it.
package struct Template: Sendable {
  private let text: String
  private let allowsMissingKeys: Bool

  init(_ text: String, allowsMissingKeys: Bool) throws(TemplateProblem) {
    self.text = text
    self.allowsMissingKeys = allowsMissingKeys
  }

  func text(of tree: Value) throws(TemplateProblem) -> String {
    throw TemplateProblem(message: "go-template is not available yet")
  }
}
