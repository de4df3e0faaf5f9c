import Cluster
import Console
import Lessons
import Transcripts
import Tree

import protocol Console.Session

/// Starts a session again from what its transcript says of its beginning.
enum SessionFactory {
  static func session(
    for transcript: Transcript, path: String, lessons: String? = nil
  ) throws -> any Session {
    guard let start = transcript.start else {
      throw Leave(
        status: 2,
        message:
          "kubestep: \(path) is a recording, but not one of kubestep's: it can be played, not replayed"
      )
    }
    switch start.mode {
    case "sandbox": return try sandbox(start, path)
    case "lesson": return try lesson(start, path, lessons)
    default:
      throw Leave(
        status: 2,
        message: "kubestep: \(path): there is no session of kind \(start.mode) in this version")
    }
  }

  private static func sandbox(_ start: SessionStart, _ path: String) throws -> any Session {
    do throws(WorldFileError) {
      let setup = try WorldSetup(parsing: start.world.yaml())
      Room.prepare(forNodes: setup.nodes.count)
      var console = Console(setup, language: start.language, isManual: start.isManual)
      if !start.isManual { console.typingTime = Console.sandboxTypingTime }
      return console
    } catch {
      throw Leave(status: 3, message: "kubestep: \(path): the world in it: \(error.message)")
    }
  }

  private static func lesson(
    _ start: SessionStart, _ path: String, _ folder: String?
  ) throws -> any Session {
    let files = try CourseFiles.find(folder)
    let course = try CourseFiles.course(files)
    let lesson = try CourseFiles.lesson(start.lesson, course, files)
    let glossary = try CourseFiles.glossary(files)
    if start.resumed.isEmpty {
      return Walkthrough(
        lesson, course: course, glossary: glossary, seed: start.seed, language: start.language)
    }
    do throws(ProgressProblem) {
      let progress = try LessonProgress(start.resumed, lesson: lesson.id)
      // A replay opens no file that a transcript names.
      return Walkthrough(
        lesson, course: course, glossary: glossary, resuming: progress,
        readFile: { _ in (nil, "no such file or directory") })
    } catch {
      throw Leave(
        status: 2, message: "kubestep: \(path): the progress in it: \(error.message.english)")
    }
  }

  /// What a lesson's session says of steps and points; a sandbox has none.
  static func fill(_ grade: inout Grade, from session: any Session) {
    guard let walkthrough = session as? Walkthrough else { return }
    grade.isCompleted = walkthrough.isComplete
    grade.steps = walkthrough.score.steps.map { step in
      Grade.Step(
        id: step.id, kind: step.kind.rawValue, outcome: outcome(step), attempts: step.attempts,
        hints: step.hints, score: step.points * 1000, maximum: step.possible * 1000)
    }
  }

  private static func outcome(_ step: StepResult) -> String {
    switch step.state {
    case .open: "open"
    case .right: "passed"
    case .wrong: "failed"
    case .skipped: "skipped"
    }
  }
}
