import Foundation
import Lessons
import Resources
import Terminal

/// What a learner has reached, a file a lesson: written whole after every line, so that nothing is lost whenever the program dies.
struct ProgressFiles {
  private let folder: String

  init(learner: String) {
    // A learner's name may be anything; a file's may not.
    let safe = learner.utf8.map { byte -> String in
      let isPlain =
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == 45 || byte == 95
      return isPlain ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16)
    }.joined()
    folder = Disk.stateFolder + "/progress/" + (safe.isEmpty ? "learner" : safe)
  }

  private func path(_ lesson: String) -> String { folder + "/" + lesson + ".json" }

  /// What is known of a lesson; a file that cannot be used is set aside under another name and said so.
  func read(_ lesson: String, _ language: Language) -> LessonProgress? {
    guard let text = Disk.read(path(lesson)).text else { return nil }
    do throws(ProgressProblem) { return try LessonProgress(text, lesson: lesson) } catch {
      let aside = path(lesson) + ".aside-\(time(nil))"
      rename(path(lesson), aside)
      let why = error.message[language]
      Output.message(
        Text(
          "kubestep: the progress of \(lesson) cannot be used: \(why). It is kept as \(aside).\n",
          "kubestep：\(lesson) 的进度无法使用：\(why)。已保留为 \(aside)。\n")[language])
      return nil
    }
  }

  func write(_ progress: LessonProgress) {
    Disk.makeFolder(folder)
    if let problem = Disk.writeWhole(path(progress.lesson), progress.text) {
      Output.message("kubestep: progress cannot be saved: \(problem)\n")
    }
  }

  /// The lessons that were completed, and the one that was touched last.
  func overview(_ lessons: [String], _ language: Language) -> (completed: [String], last: String?) {
    var completed: [String] = []
    var last: (lesson: String, time: Int)?
    for lesson in lessons {
      guard let progress = read(lesson, language) else { continue }
      if progress.isComplete {
        completed.append(lesson)
        continue
      }
      var status = stat()
      guard stat(path(lesson), &status) == 0 else { continue }
      let time = status.st_mtim.tv_sec
      if last.map({ $0.time < time }) ?? true { last = (lesson, time) }
    }
    return (completed, last?.lesson)
  }
}
