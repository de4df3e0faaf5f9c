import ArgumentParser
import Lessons
import Terminal
import Tree

/// `kubestep lessons [--json]`: the course.
struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lessons", abstract: "The course.")

  @Flag(help: "As JSON.") var json = false
  @Option(help: "en or zh-Hans.") var lang: String?
  @Option(help: "The folder of the lessons.") var lessons: String?

  mutating func run() throws {
    let language = try Languages.chosen(lang)
    let files = try CourseFiles.find(lessons)
    let course = try CourseFiles.course(files)
    guard json else { return Output.write(CourseList.text(course, [], language)) }
    let summaries = try course.present.map { try CourseFiles.lesson($0.id, course, files).summary }
    let tree: Value = ["lessons": .array(summaries)]
    Output.write(tree.json(escapingHTML: false) + "\n")
  }
}
