import CEditShim
import Glibc

/// Editing lines on the process's terminal, with history and completion, by libedit.
///
/// There is one terminal, so there may be one editor at a time. It holds the terminal in one mode
/// from creation to `close()` (or the process's end, however it ends): Ctrl-C is always SIGINT, and
/// nothing is echoed while a command runs.
@MainActor package final class LineEditor: LineSource {
  /// Gives what could stand for the word before the cursor, from a line and a UTF-8 offset in it.
  package typealias Completer = (_ line: String, _ cursorByteOffset: Int) -> [Completion]

  package let isInteractive = true
  /// The lines typed before, and why they are not kept, if so.
  package private(set) var history: History
  package private(set) var lastLineWasPasted = false

  private let profile: TerminalProfile
  private let complete: Completer
  private var lastTab: (line: String, cursor: Int)?

  /// Nil where standard input and output are no terminal, or no UTF-8 locale exists.
  package init?(
    profile: TerminalProfile, historyFile: String? = nil,
    complete: @escaping Completer = { _, _ in [] }
  ) {
    self.profile = profile
    self.complete = complete
    history = History(path: historyFile)
    let me = Unmanaged.passUnretained(self).toOpaque()
    guard ce_open("kubestep", profile.isDumb, completeForEditor, me) == 0 else { return nil }
    for line in history.lines { ce_history_add(line) }
  }

  isolated deinit { ce_close() }

  /// Gives the terminal back as it was found. The editor is of no use afterwards.
  package func close() { ce_close() }

  /// Draws the prompt (SGR sequences in it are allowed) and waits for a line.
  package func readLine(prompt: String) -> LineRead {
    lastTab = nil
    var status: Int32 = 0
    guard let text = ce_read(Prompt.forEditor(prompt), &status) else { return .endOfInput }
    lastLineWasPasted = ce_line_was_pasted()
    switch status {
    case 0: return .line(remember(String(cString: text)))
    case 1: return .interrupted
    default: return .endOfInput
    }
  }

  private func remember(_ read: String) -> String {
    var line = read
    if line.last == "\n" || line.last == "\r\n" || line.last == "\r" { line.removeLast() }
    if history.append(line) { ce_history_add(line) }
    return line
  }

  /// TAB. True when the bell should ring: nothing was added.
  fileprivate func tab(line: String, cursor: Int) -> Bool {
    let isSecond = lastTab.map { $0.line == line && $0.cursor == cursor } ?? false
    lastTab = (line, cursor)
    let offset = line.utf8.index(line.startIndex, offsetBy: cursor)
    let step = CompletionStep(
      before: String(line[..<offset]), after: String(line[offset...]),
      candidates: complete(line, cursor))
    if let insertion = step.insertion {
      ce_replace(Int32(insertion.replaced.unicodeScalars.count), insertion.text)
      if insertion.skipsBlank { ce_move(1) }
      if !step.isUnique {
        let grown = step.before.dropLast(insertion.replaced.count) + insertion.text
        lastTab = (grown + step.after, grown.utf8.count)
      }
      return false
    }
    guard isSecond && step.candidates.count > 1 else { return true }
    var listing = step.listing(columns: profile.columns, rows: profile.rows)
    listing.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { ce_write_below($0.baseAddress, $0.count) }
    }
    return false
  }
}

/// libedit's callback: it captures nothing, the editor comes as the context.
private func completeForEditor(
  context: UnsafeMutableRawPointer?, line: UnsafePointer<CChar>?, length: Int, cursor: Int
) -> Bool {
  guard let context, let line else { return true }
  let bytes = UnsafeRawBufferPointer(start: line, count: length)
  let text = String(decoding: bytes, as: UTF8.self)
  let address = UInt(bitPattern: context)
  return MainActor.assumeIsolated {
    guard let context = UnsafeRawPointer(bitPattern: address) else { return true }
    let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
    return editor.tab(line: text, cursor: min(cursor, text.utf8.count))
  }
}
