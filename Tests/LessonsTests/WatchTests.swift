import Console
import Lessons
import Testing

/// A watch that is typed while time stands still gives the prompt back.
@Suite struct WatchTests {
  @Test func watchingAtAPause() throws {
    var walkthrough = Walkthrough(try SmallLesson.lesson())
    for line in ["", "answer 2", "", "answer a", "", ""] { _ = walkthrough.typed(line) }
    #expect(walkthrough.typed("kubectl get pods -w").contains("b1"))
    #expect(walkthrough.typed("").contains("Then it is gone."))
  }
}
