import Console
import Resources

/// What a text quotes from the model and from what the learner did.
struct LiveValues: Sendable {
  let scene: Check.Scene
  let score: Score
  /// The step whose text it is.
  let step: String

  func output(of line: String) -> String { scene.output(of: line).text }

  func filled(_ parts: [Inline]) -> [Inline] {
    parts.map { part in
      guard case .live(let expression) = part else { return part }
      return .text(value(of: expression) ?? "{{\(expression)}}")
    }
  }

  /// Nil where the expression means nothing; a command that fails also means nothing.
  func value(of expression: String) -> String? {
    let words = expression.split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    let about = words.count > 1 ? words[1] : step
    switch first {
    case "points": return String(score.points)
    case "possible": return String(score.possible)
    case "predictions": return String(score.steps.count { $0.kind == .predict })
    case "right": return String(score.steps.count { $0.kind == .predict && $0.state == .right })
    case "tasks": return String(score.steps.count { $0.kind == .task })
    case "solved": return String(score.steps.count { $0.kind == .task && $0.state == .right })
    case "answer": return score.steps.first { $0.id == about }.map { $0.answer ?? "-" }
    case "truth": return score.steps.first { $0.id == about }.map { $0.truth ?? "-" }
    case "tries": return score.steps.first { $0.id == about }.map { String($0.attempts) }
    case "count": return count(of: words.dropFirst().joined(separator: " "))
    default:
      let found = scene.output(of: expression)
      return found.exit == 0 ? found.out.trimmed : nil
    }
  }

  private func count(of line: String) -> String? {
    let found = scene.output(of: line)
    return found.exit == 0 ? String(found.out.lineCount) : nil
  }
}
