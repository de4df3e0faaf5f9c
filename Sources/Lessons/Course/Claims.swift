import Resources

/// What the interview text says, sentence by sentence, and what is true of it.
package struct Claims: Sendable {
  package enum Verdict: String, Sendable, CaseIterable { case right, outdated, wrong }

  package struct Claim: Sendable {
    package let id: String
    /// The Chinese original.
    package let words: String
    package let english: String
    package let verdict: Verdict
    /// The better statement; for what is right, what belongs beside it.
    package let better: Text
    package let sources: [String]
    package let lesson: String
    package let step: String
    package let line: Int?
  }

  package let claims: [Claim]

  package init(_ files: LessonFiles) throws(LessonProblem) {
    let root = try DataFile("claims.yaml", in: files).root.only("format", "claims")
    try root.checkFormat()
    claims = try root.required("claims").list().mapping(Claim.init)
  }
}

extension Claims.Claim {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    try entry.only("id", "words", "english", "verdict", "better", "source", "lesson", "step")
    id = try entry.required("id").identifier()
    words = try entry.required("words").string()
    english = try entry.required("english").string()
    verdict = try entry.required("verdict").choice(Claims.Verdict.self)
    better = try entry.required("better").bothLanguages()
    sources = try entry.required("source").lines()
    lesson = try entry.required("lesson").identifier()
    step = try entry.required("step").identifier()
    line = entry.line
  }
}
