import Resources
import Tree

/// How far a learner is in a lesson, as it is kept in a file.
///
/// It holds the results up to the current step, and every line of that step. To resume, the lesson's own solutions
/// bring a fresh world to the step, and the lines are typed again; a step that another version no longer has gives
/// way to the first that is not done.
package struct LessonProgress: Hashable, Sendable {
  package static let format = 1

  package var lesson: String
  package var version: Int
  package var language: Language
  package var seed: UInt64
  /// The step's id.
  package var step: String
  package var isComplete: Bool
  /// As they were when the step began.
  package var steps: [Result]
  package var lines: [String]
  /// What the learner's editor made of texts in those lines, in order: no editor opens to resume.
  package var edits: [Edit] = []

  package struct Edit: Hashable, Sendable {
    /// nil where the editor failed.
    package var text: String?
    package var problem: String
  }

  package struct Result: Hashable, Sendable {
    package var id: String
    package var state: StepResult.State
    package var attempts: Int
    package var hints: Int
    package var sawSolution: Bool
    package var points: Int
    package var answer: String?
    package var truth: String?
  }
}

/// Why a file of progress cannot be used; it is to be set aside, never overwritten.
package struct ProgressProblem: Error, Hashable, Sendable {
  package let message: Text
}

extension LessonProgress {
  // MARK: Text

  package var text: String { tree.json(escapingHTML: false) + "\n" }

  private var tree: Value {
    var tree: Value = [
      "format": .int(Int64(LessonProgress.format)), "lesson": .string(lesson),
      "version": .int(Int64(version)), "language": .string(language.rawValue),
      "seed": .string(String(seed)), "step": .string(step), "complete": .bool(isComplete),
      "steps": .array(steps.map(\.tree)), "lines": .array(lines.map { .string($0) }),
      // A file that was cut off has no end.
      "whole": true,
    ]
    if !edits.isEmpty { tree["edits"] = .array(edits.map(\.tree)) }
    return tree
  }

  /// Reads what `text` wrote; what a newer version adds is passed over.
  package init(_ text: String, lesson: String) throws(ProgressProblem) {
    guard let tree = try? Value(json: text), tree.object != nil else {
      throw .damaged("it is no whole JSON text", "不是完整的 JSON 文本")
    }
    guard let format = tree["format"]?.int, format >= 1 else {
      throw .damaged("it names no format", "没有格式编号")
    }
    guard format <= Int64(LessonProgress.format) else {
      throw ProgressProblem(
        message: Text(
          "it was written by a newer kubestep (format \(format))",
          "由更新版本的 kubestep 写成（格式 \(format)）"))
    }
    guard tree["whole"]?.bool == true, let step = tree["step"]?.string,
      let version = tree["version"]?.int.flatMap({ Int(exactly: $0) }),
      let seed = tree["seed"]?.string.flatMap({ UInt64($0) }),
      let steps = tree["steps"]?.array, let lines = tree["lines"]?.array
    else { throw .damaged("parts of it are missing", "内容不完整") }
    guard tree["lesson"]?.string == lesson else {
      throw .damaged("it belongs to another lesson", "属于另一课")
    }
    self.lesson = lesson
    self.version = version
    language = tree["language"]?.string.flatMap(Language.init(rawValue:)) ?? .english
    self.seed = seed
    self.step = step
    isComplete = tree["complete"]?.bool ?? false
    self.steps = steps.compactMap(Result.init)
    self.lines = lines.compactMap(\.string)
    edits = (tree["edits"]?.array ?? []).map(Edit.init)
  }
}

extension ProgressProblem {
  fileprivate static func damaged(_ english: String, _ chinese: String) -> ProgressProblem {
    ProgressProblem(message: Text("it is damaged: \(english)", "文件损坏：\(chinese)"))
  }
}

extension LessonProgress.Edit {
  fileprivate var tree: Value {
    var tree: Value = [:]
    if let text { tree["text"] = .string(text) }
    if !problem.isEmpty { tree["problem"] = .string(problem) }
    return tree
  }

  fileprivate init(_ tree: Value) {
    self.init(text: tree["text"]?.string, problem: tree["problem"]?.string ?? "")
  }
}

extension LessonProgress.Result {
  fileprivate var tree: Value {
    var tree: Value = [
      "id": .string(id), "state": .string(state.rawValue), "attempts": .int(Int64(attempts)),
      "hints": .int(Int64(hints)), "points": .int(Int64(points)),
      "sawSolution": .bool(sawSolution),
    ]
    if let answer { tree.set("answer", to: .string(answer)) }
    if let truth { tree.set("truth", to: .string(truth)) }
    return tree
  }

  fileprivate init?(_ tree: Value) {
    guard let id = tree["id"]?.string,
      let state = tree["state"]?.string.flatMap(StepResult.State.init(rawValue:))
    else { return nil }
    let number = { (name: String) in
      min(max(tree[name]?.int.flatMap { Int(exactly: $0) } ?? 0, 0), 1_000_000)
    }
    self.init(
      id: id, state: state, attempts: number("attempts"), hints: number("hints"),
      sawSolution: tree["sawSolution"]?.bool ?? false, points: number("points"),
      answer: tree["answer"]?.string, truth: tree["truth"]?.string)
  }
}
