import CEditShim
import Glibc

/// What can be shown where this process runs, found out once from its environment.
package struct TerminalProfile: Sendable {
  package var isInputTerminal: Bool
  package var isOutputTerminal: Bool
  package var isErrorTerminal: Bool
  /// TERM is unset, empty or "dumb": no escape sequences at all.
  package var isDumb: Bool
  /// Colours and emphasis on standard output.
  package var hasColor: Bool
  /// ACCESSIBLE=1: for a screen reader, so no boxes, no colour, nothing redrawn.
  package var isAccessible: Bool
  /// Whether lines are drawn with box-drawing characters, or else with ASCII.
  package var drawsBoxes: Bool
  /// A width that holds whatever the terminal says.
  package var fixedColumns: Int?

  /// The width now, as the window is: 80 where there is no terminal.
  package var columns: Int {
    if let fixedColumns { return fixedColumns }
    let now = isOutputTerminal ? Int(ce_columns(STDOUT_FILENO)) : 0
    return now > 0 ? now : 80
  }

  /// The height now: 24 where there is no terminal.
  package var rows: Int {
    let now = isOutputTerminal ? Int(ce_rows(STDOUT_FILENO)) : 0
    return now > 0 ? now : 24
  }

  /// The profile of this process.
  package static func current() -> TerminalProfile {
    TerminalProfile(
      isInputTerminal: isatty(STDIN_FILENO) == 1, isOutputTerminal: isatty(STDOUT_FILENO) == 1,
      isErrorTerminal: isatty(STDERR_FILENO) == 1, environment: environmentValue)
  }

  /// A profile from what is known; `environment` looks a variable up.
  package init(
    isInputTerminal: Bool, isOutputTerminal: Bool, isErrorTerminal: Bool, fixedColumns: Int? = nil,
    environment: (String) -> String?
  ) {
    self.isInputTerminal = isInputTerminal
    self.isOutputTerminal = isOutputTerminal
    self.isErrorTerminal = isErrorTerminal
    let term = environment("TERM") ?? ""
    isDumb = term.isEmpty || term == "dumb"
    isAccessible = environment("ACCESSIBLE") == "1"
    let noColor = environment("NO_COLOR") ?? ""
    hasColor = isOutputTerminal && !isDumb && !isAccessible && noColor.isEmpty
    drawsBoxes = isOutputTerminal && !isAccessible && !isDumb && Self.isUTF8(environment)
    let columns = environment("COLUMNS").flatMap { Int($0) } ?? 0
    self.fixedColumns = fixedColumns ?? (!isOutputTerminal && columns > 0 ? columns : nil)
  }

  private static func isUTF8(_ environment: (String) -> String?) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap(environment).first { !$0.isEmpty }?.lowercased() ?? ""
    return locale.contains("utf-8") || locale.contains("utf8")
  }

  private static func environmentValue(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
