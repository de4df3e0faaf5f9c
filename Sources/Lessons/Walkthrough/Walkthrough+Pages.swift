import Console
import Resources

/// What a lesson prints.
extension Walkthrough {
  var scene: Check.Scene { Check.Scene(console) }
  var text: LessonText.StepText? { lesson.text(in: language).step(step.id) }
  var values: LiveValues { LiveValues(scene: scene, score: score, step: step.id) }

  /// Adds what a page holds to what is to be printed.
  mutating func page(_ write: (inout Page) -> Void) {
    var page = Page(
      columns: console.columns, isAccessible: console.isAccessible, isStyled: isStyled,
      language: language)
    write(&page)
    pieces += page.spans
  }

  mutating func say(_ style: Span.Style, _ text: Text) {
    let sentence = text[language]
    page { $0.say(style, sentence) }
  }

  /// Shows a part of the step's text; says whether there is one.
  @discardableResult
  mutating func show(part name: String) -> Bool {
    guard let blocks = text?.part(name) else { return false }
    let values = values
    page { $0.show(blocks, values) }
    return true
  }

  /// Ends the program with a mistake of the learner's: nothing was done.
  mutating func refuse(_ text: Text) { say(.error, text) }
}
