import Foundation
import Testing

/// `kubectl edit` at a real terminal, with a small script for an editor, and its recording played again.
@Suite(.serialized) struct EditTests {
  @Test(
    .enabled(if: SessionTests.isRunnable, SessionTests.missing),
    arguments: [
      "saved", "unchanged", "emptied", "refused", "broken", "conflict", "several", "as_json",
      "status", "created", "failing_editor", "keyboard", "nobody",
    ])
  func edit(_ name: String) throws {
    let binary = try #require(Python.program("kubestep"), "kubestep is not beside the tests")
    let run = try #require(Python.run([Python.script("edit.py"), binary, name]))
    #expect(run.status == 0, "\(run.output)")
  }
}
