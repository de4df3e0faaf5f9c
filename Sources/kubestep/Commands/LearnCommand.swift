import ArgumentParser
import Console
import Foundation
import Lessons
import Resources
import Terminal
import Transcripts

/// `kubestep learn [LESSON]`: a lesson.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "A lesson; without a name, where you were, or the first one that is not done.",
    discussion:
      "On a terminal it goes on where you were. Without one it reads lines from standard input, starts afresh, and exits with 0 when the lesson was completed, else 1."
  )

  @Argument(help: "A lesson, by id or number.") var lesson: String?
  @Option(help: "en or zh-Hans.") var lang: String?
  @Option(help: "The seed of everything random.") var seed: UInt64 = 1
  @Option(help: "Whose progress it is.") var learner: String?
  @Option(help: "Record the session to a file.") var record: String?
  @Flag(help: "Begin the lesson anew.") var fresh = false
  @Option(help: "The folder of the lessons.") var lessons: String?

  mutating func run() throws {
    let asked = self
    try MainActor.assumeIsolated { try asked.start() }
  }

  @MainActor private func start() throws {
    let profile = TerminalProfile.current()
    let language = try Languages.chosen(lang)
    let files = try CourseFiles.find(lessons)
    let course = try CourseFiles.course(files)
    let isInteractive = profile.isInputTerminal
    let progress =
      isInteractive || learner != nil ? ProgressFiles(learner: learner ?? "learner") : nil
    let overview: (completed: [String], last: String?) =
      progress?.overview(course.present.map(\.id), language) ?? ([], nil)
    var name =
      lesson ?? overview.last ?? course.present.first { !overview.completed.contains($0.id) }?.id
      ?? course.present.first?.id
    if lesson == nil, isInteractive { Output.write(greeting(course, overview.completed, language)) }
    var status: Int32 = 1
    while let id = name {
      let found = try CourseFiles.lesson(id, course, files)
      var walkthrough = try begin(
        found, course, files, profile, language, isInteractive ? progress : nil)
      walkthrough.completed = overview.completed
      let recording = try record.map {
        try RecordingFile($0, header(profile, found), record(found, walkthrough))
      }
      let driver = SessionDriver(walkthrough, profile: profile, recording: recording)
      if let progress {
        driver.afterLine = { session, _ in
          if let walkthrough = session as? Walkthrough { progress.write(walkthrough.progress) }
        }
      }
      _ = driver.run(historyName: "learn.history")
      let last = driver.session as? Walkthrough
      status = last?.isComplete == true ? 0 : 1
      name = nil
      if case .open(let next)? = last?.wish, isInteractive { name = next }
    }
    throw Leave(status: isInteractive ? 0 : status)
  }

  private func begin(
    _ lesson: Lesson, _ course: Course, _ files: LessonFiles, _ profile: TerminalProfile,
    _ language: Language, _ progress: ProgressFiles?
  ) throws -> Walkthrough {
    let glossary = try CourseFiles.glossary(files)
    if !fresh, let known = progress?.read(lesson.id, language), !known.isComplete {
      var known = known
      if lang != nil { known.language = language }
      return Walkthrough(
        lesson, course: course, glossary: glossary, resuming: known,
        columns: min(100, profile.columns),
        isAccessible: profile.isAccessible, isTerminal: profile.isOutputTerminal,
        isStyled: profile.hasColor,
        readFile: Disk.read)
    }
    return Walkthrough(
      lesson, course: course, glossary: glossary, seed: seed, language: language,
      columns: min(100, profile.columns), isAccessible: profile.isAccessible,
      isTerminal: profile.isOutputTerminal, isStyled: profile.hasColor)
  }

  private func record(_ lesson: Lesson, _ walkthrough: Walkthrough) -> SessionStart {
    var start = SessionStart()
    start.mode = "lesson"
    start.lesson = lesson.id
    start.lessonVersion = String(lesson.version)
    start.language = walkthrough.language
    start.seed = seed
    start.learner = learner ?? ""
    start.resumed =
      walkthrough.progress.lines.isEmpty && walkthrough.progress.steps.isEmpty
      ? "" : walkthrough.progress.text
    return start
  }

  private func header(_ profile: TerminalProfile, _ lesson: Lesson) -> CastHeader {
    var header = CastHeader()
    header.columns = profile.columns
    header.rows = profile.rows
    header.terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    header.timestamp = Int64(time(nil))
    header.command = "kubestep learn \(lesson.id)"
    header.title = lesson.title.english
    return header
  }

  private func greeting(_ course: Course, _ completed: [String], _ language: Language) -> String {
    CourseList.text(course, completed, language)
      + Text(
        "At any pause type kubectl and whatever else you would type for real; help says what else there is.\n\n",
        "任何时候都可以输入 kubectl 等真实命令；help 列出其他命令。\n\n")[language]
  }
}

/// The course as people read it.
enum CourseList {
  static func text(_ course: Course, _ completed: [String], _ language: Language) -> String {
    var text = course.title[language] + "\n"
    for item in course.items {
      let mark =
        completed.contains(item.id)
        ? Text("done", "已完成") : item.isPresent ? Text("", "") : Text("to come", "待推出")
      let title = item.title[language]
      text +=
        "  \(item.folder.prefix(2))  \(item.id)".padded(26) + title
        + (mark[language].isEmpty ? "" : "  (\(mark[language]))") + "\n"
    }
    return text
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
