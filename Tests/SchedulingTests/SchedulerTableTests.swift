import Foundation
import Oracle
import Testing

@Suite("The scheduler's table")
struct SchedulerTableTests {
  @Test("agrees with kube-scheduler on the recorded cases")
  func recordedCases() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures").path
    let report = OracleRunner(shownDisagreements: 5).run(folder: folder)
    #expect(!report.failed, "\(report.lines.joined(separator: "\n"))")
    print(report.lines.joined(separator: "\n"))
  }
}
