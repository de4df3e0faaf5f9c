/// What came of asking for a line.
package enum LineRead: Equatable, Sendable {
  /// A line without its newline.
  case line(String)
  /// Ctrl-C: the line was abandoned, the session goes on.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the input.
  case endOfInput
}

/// Where lines come from: a person at a terminal, or a file or pipe.
@MainActor package protocol LineSource: AnyObject {
  /// Whether a person may be typing, so that prompts and hints make sense.
  var isInteractive: Bool { get }
  /// Whether the last line was pasted, in whole or in part.
  var lastLineWasPasted: Bool { get }
  /// Waits for the next line; the prompt is drawn only where someone sees it.
  func readLine(prompt: String) -> LineRead
}

/// The editor where standard input and output are a terminal, else a plain reader.
@MainActor package func standardLineSource(
  profile: TerminalProfile, history: String?,
  complete: @escaping LineEditor.Completer = { _, _ in [] }
) -> any LineSource {
  guard profile.isInputTerminal && profile.isOutputTerminal else { return PlainReader() }
  return LineEditor(profile: profile, historyFile: history, complete: complete) ?? PlainReader()
}
