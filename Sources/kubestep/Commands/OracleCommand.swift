import ArgumentParser
import Oracle
import Terminal

/// `kubestep oracle DIR`: what `make oracle` runs.
struct OracleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oracle", abstract: "Compare with tables of answers of real Kubernetes functions.",
    shouldDisplay: false)

  @Argument(help: "A folder of tables.") var folder: String
  @Option(help: "How many disagreements of each table are shown.") var shown = 0

  mutating func run() throws {
    let report = OracleRunner(shownDisagreements: shown).run(folder: folder)
    for line in report.lines { Output.write(line + "\n") }
    if report.failed { throw Leave(status: 1) }
  }
}
