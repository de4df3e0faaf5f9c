import Foundation
import Oracle
import Testing

@Suite struct OracleTests {
  /// `ORACLE=DIR` compares with other tables than the ones kept here.
  static let folder =
    ProcessInfo.processInfo.environment["ORACLE"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Fixtures"
    ).path

  @Test func agreesWithTheRealFunctions() {
    let report = OracleRunner(shownDisagreements: 5).run(folder: Self.folder)
    print(report.lines.joined(separator: "\n"))
    #expect(!report.failed)
    let isOwn = ProcessInfo.processInfo.environment["ORACLE"] == nil
    #expect(!isOwn || !report.lines.contains { $0.hasSuffix("not covered") })
  }
}
