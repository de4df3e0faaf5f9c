import Console
import Lessons
import Mutations
import Resources
import Simulation
import Testing

/// Progress survives being cut off, being damaged, and a new version of the lesson.
@Suite struct ProgressTests {
  private func halfway() throws -> Walkthrough {
    var walkthrough = Walkthrough(try SmallLesson.lesson())
    for line in ["", "answer 2", "", "answer b"] { _ = walkthrough.typed(line) }
    return walkthrough
  }

  private func resumed(_ text: String, _ lesson: Lesson) throws -> Walkthrough {
    let progress = try LessonProgress(text, lesson: "small")
    return Walkthrough(lesson, resuming: progress) { (nil, "no such file \($0)") }
  }

  @Test func theSameQuestionWaits() throws {
    let before = try halfway()
    var after = try resumed(before.progress.text, before.lesson)
    #expect(after.prompt == before.prompt)
    #expect(after.score == before.score)
    _ = after.typed("answer a")
    #expect(after.score.points == 1)
  }

  @Test func aTornFileIsNoticed() throws {
    let text = try halfway().progress.text
    for length in 0..<(text.utf8.count - 2) {
      let torn = String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
      #expect(throws: ProgressProblem.self) { try LessonProgress(torn, lesson: "small") }
    }
  }

  @Test func aNewerFileIsSetAside() throws {
    let text = try halfway().progress.text.replacing("\"format\":1", with: "\"format\":2")
    #expect(throws: ProgressProblem.self) { try LessonProgress(text, lesson: "small") }
    #expect(throws: ProgressProblem.self) {
      try LessonProgress(try halfway().progress.text, lesson: "other")
    }
  }

  @Test func aNewVersionKeepsWhatWasDone() throws {
    let before = try halfway()
    let renamed = { (text: String) in
      text.replacing("id: choose", with: "id: pick").replacing("## choose", with: "## pick")
    }
    let lesson = try SmallLesson.lesson([
      "small/lesson.yaml": renamed(SmallLesson.yaml).replacing("version: 1", with: "version: 2"),
      "small/en.md": renamed(SmallLesson.english), "small/zh-Hans.md": renamed(SmallLesson.chinese),
    ])
    let after = try resumed(before.progress.text, lesson)
    #expect(after.prompt == "small 3/6 answer? ")
    #expect(after.score.points == 1)
    #expect(after.lines.isEmpty)
  }

  @Test func damagedFilesNeverCrash() throws {
    let seeds = [try halfway().progress.text, "{}", "[1]"]
    var random = Random(seed: 11)
    let lesson = try SmallLesson.lesson()
    var read = 0
    for bytes in mutations(of: seeds, count: 3_000, &random) {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let progress = try? LessonProgress(text, lesson: "small") else { continue }
      read += 1
      if read % 20 == 0 { _ = Walkthrough(lesson, resuming: progress) { _ in (nil, "none") } }
    }
    #expect(read > 0)
  }
}
