import Tree

/// What a replay shows of a transcript: whether it came out as recorded, and what was achieved.
package struct Grade: Sendable {
  /// One step of a lesson with what the learner made of it.
  package struct Step: Hashable, Sendable {
    package var id: String
    package var kind: String
    /// `passed`, `failed`, `skipped` or `open`.
    package var outcome: String
    package var attempts: Int
    package var hints: Int
    /// In thousandths of a point, so that halves need no fractions.
    package var score: Int
    package var maximum: Int

    package init(
      id: String, kind: String, outcome: String, attempts: Int, hints: Int, score: Int, maximum: Int
    ) {
      self.id = id
      self.kind = kind
      self.outcome = outcome
      self.attempts = attempts
      self.hints = hints
      self.score = score
      self.maximum = maximum
    }
  }

  package let path: String
  package let start: SessionStart
  package let lines: Int
  package let divergence: Replay.Divergence?
  package let isTorn: Bool
  package var steps: [Step] = []
  package var isCompleted = true

  package init(_ path: String, _ transcript: Transcript, _ start: SessionStart, _ replay: Replay) {
    self.path = path
    self.start = start
    lines = replay.played
    divergence = replay.divergence
    isTorn = transcript.isTorn
  }

  package var score: Int { steps.reduce(0) { $0 + $1.score } }
  package var maximum: Int { steps.reduce(0) { $0 + $1.maximum } }
  package var hasPassed: Bool { divergence == nil && isCompleted }

  /// 4 where the replay is not what was recorded, 1 where the lesson was not completed, else 0.
  package var exitStatus: Int32 { divergence != nil ? 4 : isCompleted ? 0 : 1 }

  // MARK: Reports

  package var text: String {
    var text = "\(path): "
    if !start.learner.isEmpty { text += "\(start.learner), " }
    text += start.mode == "lesson" ? "lesson \(start.lesson) \(start.lessonVersion)" : "sandbox"
    text += ", \(lines) lines\n"
    for step in steps {
      text +=
        "  \(step.outcome.uppercased())  \(step.id) (\(step.kind))  \(points(step.score))/\(points(step.maximum))"
      text += ", \(step.attempts) attempts, \(step.hints) hints\n"
    }
    if maximum > 0 { text += "  score \(points(score)) of \(points(maximum))\n" }
    if isTorn { text += "  the last line of the file is torn; what came before it counts\n" }
    if let divergence {
      text += "  DIVERGES at line \(divergence.number): \(divergence.line)\n"
      text += "    recorded \(divergence.expected)\n    replayed \(divergence.found)\n"
      if start.engine != Engine.version {
        text += "    recorded by engine \(start.engine), replayed by engine \(Engine.version)\n"
      }
    } else {
      text += "  replays as it was recorded\n"
    }
    return text
  }

  package var tree: Value {
    var tree: Value = [
      "file": .string(path), "mode": .string(start.mode), "learner": .string(start.learner),
      "lesson": .string(start.lesson), "lessonVersion": .string(start.lessonVersion),
      "engine": ["recorded": .string(start.engine), "replayed": .string(Engine.version)],
      "lines": .int(Int64(lines)), "torn": .bool(isTorn), "completed": .bool(isCompleted),
      "passed": .bool(hasPassed), "score": .decimal(points(score)),
      "maximum": .decimal(points(maximum)),
      "divergence": .null,
    ]
    tree["steps"] = .array(
      steps.map { step in
        [
          "id": .string(step.id), "kind": .string(step.kind), "outcome": .string(step.outcome),
          "attempts": .int(Int64(step.attempts)), "hints": .int(Int64(step.hints)),
          "score": .decimal(points(step.score)), "maximum": .decimal(points(step.maximum)),
        ]
      })
    if let divergence {
      tree["divergence"] = [
        "number": .int(Int64(divergence.number)), "line": .string(divergence.line),
        "recorded": .string(divergence.expected), "replayed": .string(divergence.found),
      ]
    }
    return tree
  }

  /// Thousandths as a number with as few digits as it needs.
  private func points(_ thousandths: Int) -> String {
    let whole = thousandths / 1000
    var fraction = String(thousandths % 1000 + 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
