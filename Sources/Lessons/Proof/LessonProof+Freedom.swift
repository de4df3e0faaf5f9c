import Console
import Resources

/// Proves that nothing that a learner does breaks the lesson, and that a learner can leave at any step.
extension LessonProof {
  /// What a learner who wanders off might do.
  private static let vandals: [[String]] = [
    ["kubectl delete deployments,replicasets,replicationcontrollers,services,pods --all --now"],
    ["undo", "undo", "undo", "back 40", "step 7"],
    ["free", "kubectl delete pods --all --now", "undo", "back 3", "return", "finish"],
    ["stop kube-controller-manager", "kubectl delete pods --all --now"],
    [
      "unplug node1", "stop flanneld@node2", "on node1 ip route del 10.244.2.0/24",
      "trace pod1 pod4",
    ],
    ["mark here", "back 20", "kubectl label pods --all astray=yes", "goto here"],
  ]

  mutating func wander() {
    var walkthrough = Walkthrough(lesson)
    for (place, step) in lesson.steps.enumerated() {
      let next = place + 1 < lesson.steps.count ? truth(at: place + 1, after: walkthrough) : []
      for lines in LessonProof.vandals {
        var copy = walkthrough
        for line in lines { copy.type(line) }
        count("ways of wandering off")
        leave(&copy)
        guard place + 1 < lesson.steps.count else {
          if !copy.isComplete {
            fail(step.line, "after \(lines.joined(separator: "; ")) the lesson does not end")
          }
          continue
        }
        if copy.index != place + 1 {
          fail(
            step.line, "after \(lines.joined(separator: "; ")) the learner is stuck at \(step.id)")
        } else if copy.truth != next {
          fail(
            lesson.steps[place + 1].line,
            "after \(lines.joined(separator: "; ")) at \(step.id), the right answer to \(copy.step.id) is another: it needs more under needs"
          )
        }
      }
      leave(&walkthrough)
    }
  }

  private func truth(at place: Int, after walkthrough: Walkthrough) -> [String] {
    var copy = walkthrough
    leave(&copy)
    return copy.truth
  }

  /// Leaves a step without answering.
  private func leave(_ walkthrough: inout Walkthrough) {
    let place = walkthrough.index
    if walkthrough.phase == .asking || walkthrough.phase == .working { walkthrough.type("skip") }
    for _ in 0..<20 where walkthrough.index == place && !walkthrough.isComplete {
      walkthrough.type("")
    }
  }

  /// A learner who leaves in the middle comes back to the same question.
  mutating func checkResuming(_ step: Step, _ walkthrough: Walkthrough) {
    let text = walkthrough.progress.text
    guard let progress = try? LessonProgress(text, lesson: lesson.id) else {
      return fail(step.line, "the progress at \(step.id) cannot be read back")
    }
    let other = Walkthrough(lesson, resuming: progress) { (nil, "there is no file \($0)") }
    count("returns")
    if other.prompt != walkthrough.prompt || other.phase != walkthrough.phase
      || other.truth != walkthrough.truth || other.score != walkthrough.score
    {
      let parts = [
        ("place", "\(walkthrough.prompt)\(walkthrough.phase)", "\(other.prompt)\(other.phase)"),
        ("answer", "\(walkthrough.truth)", "\(other.truth)"),
        ("score", "\(walkthrough.score.steps)", "\(other.score.steps)"),
      ]
      for (name, before, after) in parts where before != after {
        fail(
          step.line,
          "who leaves at \(step.id) comes back to another \(name): \(after), not \(before)")
      }
    }
  }
}

extension Check {
  /// The check in words, for a message.
  var text: String {
    switch self {
    case .object(let name, let path, let comparison):
      [name, path, comparison.text].compactMap { $0 }.joined(separator: " ")
    case .count(let kind, _, let selector, let owner, let comparison):
      "count of \(kind) \(selector)\(owner.map { " of \($0)" } ?? "") \(comparison.text)"
    case .output(let line, let comparison): "output of \(line) \(comparison.text)"
    case .lines(let line, let comparison): "lines of \(line) \(comparison.text)"
    case .typed(let pattern): "typed \(pattern)"
    case .failed(let flag): "failed \(flag)"
    case .not(let checks): "not (" + checks.map(\.text).joined(separator: ", ") + ")"
    case .any(let checks): "any of (" + checks.map(\.text).joined(separator: ", ") + ")"
    }
  }
}

extension Check.Comparison {
  fileprivate var text: String {
    switch self {
    case .equals(let text): "equals \(text)"
    case .atLeast(let number): "is at least \(number)"
    case .atMost(let number): "is at most \(number)"
    case .contains(let text): "contains \(text)"
    case .exists(let flag): flag ? "exists" : "does not exist"
    }
  }
}
