import Tree

/// Why a Go template cannot be read or carried out.
struct TemplateProblem: Error, Hashable { let message: String }

/// A Go template, as `-o go-template` takes it.
package struct Template: Sendable {
  private let template: GoTemplate
  private let allowsMissingKeys: Bool

  init(_ text: String, allowsMissingKeys: Bool) throws(TemplateProblem) {
    self.allowsMissingKeys = allowsMissingKeys
    do throws(GoTemplateError) { template = try GoTemplate(parsing: text) } catch {
      throw TemplateProblem(message: error.description)
    }
  }

  func text(of tree: Value) throws(TemplateProblem) -> String {
    do throws(GoTemplateError) {
      return try template.output(for: tree, allowingMissingKeys: allowsMissingKeys)
    } catch { throw TemplateProblem(message: error.description) }
  }
}
