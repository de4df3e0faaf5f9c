import Resources

/// Proves the course: its own files, and the lessons that are there.
package struct CourseProof: Sendable {
  package let course: Course
  package let files: LessonFiles

  package init(_ files: LessonFiles) throws(LessonProblem) {
    course = try Course(files)
    self.files = files
  }

  package func proof(of item: Course.Item) -> Proof {
    do throws(LessonProblem) {
      return LessonProof.proof(of: try course.lesson(item, files))
    } catch {
      var proof = Proof(subject: item.id)
      proof.isBroken = true
      proof.findings.append(Finding(error))
      return proof
    }
  }

  /// Course, claims and glossary.
  package func proofOfCourse() -> Proof {
    var proof = Proof(subject: "course")
    var steps: [(lesson: String, step: String)] = []
    for item in course.present {
      guard let lesson = try? course.lesson(item, files) else { continue }
      steps += lesson.steps.map { (lesson.id, $0.id) }
      for need in lesson.needs where course.find(need)?.id != need {
        proof.findings.append(
          Finding(
            "course.yaml", nil, "\(lesson.id) leans on \(need), which the course does not have"))
      }
    }
    proof.count("lessons", course.present.count)
    do throws(LessonProblem) {
      try check(Claims(files), steps, &proof)
      try check(Glossary(files), &proof)
    } catch {
      proof.isBroken = true
      proof.findings.append(Finding(error))
    }
    return proof
  }

  private func check(
    _ claims: Claims, _ steps: [(lesson: String, step: String)], _ proof: inout Proof
  ) throws(LessonProblem) {
    func fail(_ claim: Claims.Claim, _ message: String) {
      proof.findings.append(Finding("claims.yaml", claim.line, "\(claim.id): " + message))
    }
    var seen: [String] = []
    for claim in claims.claims {
      if seen.contains(claim.id) { fail(claim, "this id is given twice") }
      seen.append(claim.id)
      guard let item = course.items.first(where: { $0.id == claim.lesson }) else {
        fail(claim, "the course has no lesson \(claim.lesson)")
        continue
      }
      if item.isPresent,
        !steps.contains(where: { $0.lesson == claim.lesson && $0.step == claim.step })
      {
        fail(claim, "\(claim.lesson) has no step \(claim.step)")
      }
      let texts = [claim.words, claim.english, claim.better.english, claim.better.chinese]
      if texts.contains(where: { $0.trimmed.isEmpty }) || claim.sources.isEmpty {
        fail(claim, "words, english, better and source must all say something")
      }
    }
    proof.count("claims", claims.claims.count)
    let said = claims.claims.map(\.words).joined().withoutBlanks
    let interview = try files.text("interview.txt").withoutBlanks
    guard said != interview else { return }
    let same = zip(said, interview).prefix { $0 == $1 }.count
    let rest = String(interview.dropFirst(max(0, same - 10)).prefix(30))
    proof.findings.append(
      Finding(
        "claims.yaml", nil, "the claims do not say the whole interview text; they part at …\(rest)…"
      ))
  }

  private func check(_ glossary: Glossary, _ proof: inout Proof) {
    proof.count("glossary terms", glossary.terms.count)
    var seen: [String] = []
    for term in glossary.terms {
      if seen.contains(term.id) {
        proof.findings.append(Finding("glossary.yaml", term.line, "\(term.id) is given twice"))
      }
      seen.append(term.id)
    }
  }
}

extension String {
  fileprivate var withoutBlanks: String { filter { !$0.isWhitespace } }
}
