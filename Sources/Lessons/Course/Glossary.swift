import Resources

/// The words of the course in both languages.
package struct Glossary: Sendable {
  package struct Term: Sendable {
    package let id: String
    package let name: Text
    /// Other words by which it is found, wrong ones of old texts among them.
    package let aliases: [String]
    package let meaning: Text
    package let line: Int?
  }

  package let terms: [Term]

  package static let empty = Glossary(terms: [])

  private init(terms: [Term]) { self.terms = terms }

  package init(_ files: LessonFiles) throws(LessonProblem) {
    let root = try DataFile("glossary.yaml", in: files).root.only("format", "terms")
    try root.checkFormat()
    terms = try root.required("terms").list().mapping { entry throws(LessonProblem) in
      try entry.only("id", "name", "aliases", "meaning")
      return Term(
        id: try entry.required("id").identifier(),
        name: try entry.required("name").bothLanguages(),
        aliases: try entry["aliases"]?.lines() ?? [],
        meaning: try entry.required("meaning").bothLanguages(), line: entry.line)
    }
  }

  /// Terms that a word means: exactly, else by a part of their names.
  package func find(_ text: String) -> [Term] {
    let word = text.lowercased()
    let exact = terms.filter { $0.words.contains(word) }
    return exact.isEmpty ? terms.filter { $0.words.contains { $0.contains(word) } } : exact
  }
}

extension Glossary.Term {
  fileprivate var words: [String] {
    ([id, name.english, name.chinese] + aliases).map { $0.lowercased() }
  }
}
