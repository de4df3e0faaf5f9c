import Console
import Lessons
import Mutations
import Resources
import Simulation
import Testing

/// Broken files of the course get a message, and lines that nobody thought of get an answer.
@Suite struct FuzzTests {
  @Test(arguments: ["lesson.yaml", "en.md", "pods.yaml"]) func brokenLessons(_ name: String) throws
  {
    var random = Random(seed: 3)
    let path = "small/" + name
    let seed = try #require(SmallLesson.texts[path])
    var refused = 0
    for bytes in mutations(of: [seed], count: 1_500, &random) {
      do {
        _ = try SmallLesson.lesson([path: String(decoding: bytes, as: UTF8.self)])
      } catch let problem as LessonProblem {
        #expect(!problem.message.isEmpty)
        refused += 1
      }
    }
    #expect(name == "en.md" || refused > 100)
  }

  @Test func brokenCourse() throws {
    var random = Random(seed: 5)
    for name in ["course.yaml", "claims.yaml", "glossary.yaml"] {
      let seed = try SmallLesson.course.text(name)
      for bytes in mutations(of: [String(seed.prefix(3_000))], count: 100, &random) {
        let text = String(decoding: bytes, as: UTF8.self)
        let files = LessonFiles { $0 == name ? text : nil }
        _ = try? Course(files)
        _ = try? Claims(files)
        _ = try? Glossary(files)
      }
    }
  }

  /// Whatever is typed, the lesson goes on, and the same lines print the same.
  @Test(arguments: 1...12) func anyLines(_ seed: Int) throws {
    let lines = [
      "", "", "n", "answer 2", "answer a", "answer", "answer ?", "hint", "done", "skip", "solution",
      "yes", "no", "free", "return", "reset", "undo", "redo", "back 5", "step 3", "finish",
      "continue", "objective", "progress", "lessons", "open small", "glossary x", "lang zh-Hans",
      "lang en", "help", "help hint", "map", "why pod/a1", "kubectl get pods",
      "kubectl delete pods --all --now", "kubectl label pod plain env=prod",
      "kubectl label pod plain evn=prod", "kubectl delete pod b1", "mark x", "goto x", "branches",
      "stop kube-controller-manager", "start kube-controller-manager", "2", "２",
      "watch pod/a1 .status",
      "break pod/b1", "unbreak", "sleep 5", "  ", "；", "kubectl run x --image=nginx:1.27",
    ]
    var random = Random(seed: UInt64(seed))
    let chosen = (0..<60).map { _ in lines[random.below(lines.count)] }
    var walkthrough = Walkthrough(try SmallLesson.lesson())
    var again = Walkthrough(try SmallLesson.lesson())
    for line in chosen { #expect(walkthrough.typed(line) == again.typed(line)) }
    #expect(walkthrough.digest() == again.digest())
    _ = walkthrough.typed("return")
    for _ in 0..<60 where !walkthrough.isComplete {
      _ = walkthrough.typed("skip")
      _ = walkthrough.typed("")
    }
    #expect(walkthrough.isComplete, "stuck at \(walkthrough.prompt) after \(chosen)")
  }
}
