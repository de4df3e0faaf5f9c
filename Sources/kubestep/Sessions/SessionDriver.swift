import Console
import Foundation
import Lessons
import Terminal

import struct Cluster.Edit

/// Carries a session at a prompt: reads lines, prints what they give, reads files, takes Ctrl-C, records.
@MainActor
final class SessionDriver {
  private(set) var session: any Session
  private let profile: TerminalProfile
  private var recording: RecordingFile?
  /// Whether lines come from somebody at the terminal.
  private var hasEditor = false
  /// Called after each line with the session as it is then.
  var afterLine: ((any Session, String) -> Void)?

  init(_ session: any Session, profile: TerminalProfile, recording: RecordingFile? = nil) {
    self.session = session
    self.profile = profile
    self.recording = recording
    Main.keep(self)
  }

  /// Reads and runs lines until the input ends or the session is over; gives back the last line's status.
  func run(historyName: String) -> Int32 {
    Interrupts.install()
    flush()
    Disk.makeFolder(Disk.stateFolder)
    let source = standardLineSource(
      profile: profile, history: Disk.stateFolder + "/" + historyName,
      complete: { [unowned self] line, cursor in
        session.completions(line, cursor: cursor).map {
          Completion($0.text, summary: $0.summary.isEmpty ? nil : $0.summary)
        }
      })
    hasEditor = source.isInteractive
    while !session.isOver {
      let prompt = session.prompt
      switch source.readLine(prompt: profile.styled(prompt, .bold)) {
      case .endOfInput:
        if source.isInteractive, session.isElsewhere {
          // Ctrl-D ends the shell that one is in.
          Output.write("exit\n")
          take("exit", prompt: prompt)
          continue
        }
        recording?.end(status: session.exit)
        return session.exit
      case .interrupted: continue
      case .line(let line):
        let word = line.trimmingCharacters(in: .whitespaces)
        if ["quit", "exit", "bye"].contains(word), !(word == "exit" && session.isElsewhere) {
          recording?.end(status: session.exit)
          return session.exit
        }
        guard let whole = whole(line, source) else { continue }
        take(whole, prompt: prompt)
      }
    }
    recording?.end(status: session.exit)
    return session.exit
  }

  /// The line with those that an open quote or a here-document takes in; nil when Ctrl-C abandons it.
  private func whole(_ line: String, _ source: any LineSource) -> String? {
    var text = line
    while !session.isWhole(text) {
      switch source.readLine(prompt: "> ") {
      case .line(let next): text += "\n" + next
      case .interrupted: return nil
      case .endOfInput: return text
      }
    }
    return text
  }

  /// Runs one line to its end.
  func take(_ line: String, prompt: String = "") {
    recording?.typed(line, prompt: prompt)
    session.submit(line)
    var progress = Progress(profile: profile)
    while true {
      let state = session.advance(events: 2_000)
      flush()
      if Interrupts.take() {
        recording?.interrupted(at: session.eventCount)
        session.interrupt()
        flush()
        Output.message("\n")
        break
      }
      if case .finished = state { break }
      if case .wantsFile(let path) = state {
        let found = Disk.read(path)
        recording?.read(path, found.text, problem: found.problem)
        session.supply(file: path, found.text, problem: found.problem)
      }
      if case .wantsEdit(let edit) = state {
        progress.finish()
        answer(edit)
        progress = Progress(profile: profile)
      }
      progress.report("\(session.eventCount) events")
    }
    progress.finish()
    writeFiles()
    recording?.finished(digest: session.digest(), exit: session.exit)
    afterLine?(session, line)
  }

  /// Has a text edited where somebody sits at the prompt; nobody else has an editor.
  private func answer(_ edit: Edit) {
    guard hasEditor else { return session.supply(edited: nil, problem: "") }
    let edited = LearnersEditor.edit(edit)
    recording?.edited(edited.text, problem: edited.problem)
    session.supply(edited: edited.text, problem: edited.problem)
  }

  /// Writes what a capture has made: the one thing that leaves the world for the disk by itself.
  private func writeFiles() {
    for (path, bytes) in session.drainFiles() {
      if let problem = Disk.put(path, bytes) { Output.message("kubestep: \(path): \(problem)\n") }
    }
  }

  private func flush() {
    if var walkthrough = session as? Walkthrough {
      let spans = walkthrough.takeSpans()
      session = walkthrough
      for span in spans {
        recording?.output(span.text)
        show(profile.colored(span), isError: span.style == .error)
      }
    } else {
      for piece in session.drain() {
        recording?.output(piece.text)
        show(piece.text, isError: piece.isError)
      }
    }
  }

  private func show(_ text: String, isError: Bool) {
    if isError { Output.message(text) } else { Output.write(text) }
  }
}

extension TerminalProfile {
  /// How the styles of a lesson look; what they mean is in the words too.
  fileprivate func colored(_ span: Span) -> String {
    switch span.style {
    case .text, .output, .error: span.text
    case .rule, .emphasis: styled(span.text, .bold)
    case .code, .command: styled(span.text, .cyan)
    case .question, .hint: styled(span.text, .yellow)
    case .right: styled(span.text, .green)
    case .wrong: styled(span.text, .red)
    case .quote, .note: styled(span.text, .dim)
    }
  }
}
