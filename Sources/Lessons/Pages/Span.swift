/// A piece of what a lesson prints; the terminal decides how a style looks, and plain text is the texts joined.
package struct Span: Hashable, Sendable {
  package enum Style: String, Sendable {
    case text, rule, emphasis, code, command, output, question, quote, right, wrong, hint, note
    case error
  }

  package let style: Style
  package let text: String

  package init(_ style: Style, _ text: String) {
    self.style = style
    self.text = text
  }
}
