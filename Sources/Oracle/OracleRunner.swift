import Foundation
import Tree

/// Compares the model's functions with tables of what the real ones answered.
package struct OracleRunner {
  /// The tables that code exists for. Other areas of the model append theirs.
  package var tables: [OracleTable]
  /// How many disagreements of each table are printed.
  package var shownDisagreements: Int

  package init(tables: [OracleTable] = OracleRunner.known, shownDisagreements: Int = 0) {
    self.tables = tables
    self.shownDisagreements = shownDisagreements
  }

  package static let known: [OracleTable] =
    quantityTables + durationTables + selectorTables + pathTables + workloadTables
    + patchTables + schedulingTables

  /// What a run found.
  package struct Report: Sendable {
    /// `FILE N of M`, a table a line, in the order of their names.
    package var lines: [String] = []
    /// Whether any table fell under the share that is claimed for it, or could not be read.
    package var failed = false
  }

  /// Goes through every `.json` file of a folder.
  package func run(folder: String) -> Report {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var report = Report()
    for file in files.filter({ $0.hasSuffix(".json") }).sortedByBytes() {
      compare(file: file, folder: folder, into: &report)
    }
    if report.lines.isEmpty {
      report.lines.append("no tables in \(folder)")
      report.failed = true
    }
    return report
  }

  private func compare(file: String, folder: String, into report: inout Report) {
    let name = String(file.dropLast(".json".count))
    guard let table = tables.first(where: { $0.name == name }) else {
      report.lines.append("\(file) not covered")
      return
    }
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)"),
      let document = try? Value(json: Array(data)), let cases = document["cases"]?.array
    else {
      report.lines.append("\(file) cannot be read")
      report.failed = true
      return
    }
    let disagreements = cases.compactMap { table.disagreement($0, document) }
    let agreed = cases.count - disagreements.count
    report.lines.append("\(file) \(agreed) of \(cases.count)")
    report.lines += disagreements.prefix(shownDisagreements).map { "  \($0)" }
    if agreed * 100 < table.share * cases.count { report.failed = true }
  }
}
