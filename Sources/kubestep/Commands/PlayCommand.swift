import ArgumentParser
import Console
import Foundation
import Terminal
import Transcripts

/// `kubestep play FILE`: a transcript as it looked, or live again.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract:
      "Play a transcript as it looked, or paused at every line with the world live behind it.")

  @Argument(help: "A transcript.") var file: String
  @Option(help: "So many times as fast; 0 is at once.") var speed: String = "1"
  @Flag(help: "Paused at every line, with the world live behind it.") var step = false
  @Option(help: "Play up to a line (counted from 1), then go on by hand.") var at: Int?

  mutating func run() throws {
    let asked = self
    try MainActor.assumeIsolated { try asked.start() }
  }

  @MainActor private func start() throws {
    let transcript = try TranscriptFiles.read(file)
    guard let factor = Double(speed), factor >= 0, factor.isFinite else {
      throw Leave(status: 2, message: "kubestep: --speed takes a number such as 2 or 0.5")
    }
    Interrupts.install()
    if step || at != nil { return try playLive(transcript) }
    let isFast = factor == 0 || !TerminalProfile.current().isOutputTerminal
    for event in transcript.events {
      if !isFast {
        // A pause is never longer than two seconds: nobody waits for somebody else's thinking.
        let microseconds = Double(min(event.milliseconds, 2_000)) * 1_000 / factor
        usleep(UInt32(microseconds))
      }
      if Interrupts.take() { throw Leave(status: 130) }
      if event.code == "o" { Output.write(event.data) }
    }
    if transcript.isTorn || !transcript.isComplete {
      Output.message("kubestep: the recording breaks off here\n")
    }
  }

  /// Plays the inputs on a world of its own; at each pause everything can be typed.
  @MainActor private func playLive(_ transcript: Transcript) throws {
    let session = try SessionFactory.session(for: transcript, path: file)
    var replay = Replay(transcript, session: session)
    if let at, !(1...max(1, transcript.lines.count)).contains(at) {
      throw Leave(
        status: 2, message: "kubestep: --at takes a line from 1 to \(transcript.lines.count)")
    }
    let profile = TerminalProfile.current()
    let source = standardLineSource(profile: profile, history: nil, complete: { _, _ in [] })
    while replay.played < transcript.lines.count {
      let line = transcript.lines[replay.played].line
      let isThere = at.map { replay.played + 1 >= $0 } ?? true
      Output.write("\(replay.played + 1)> \(line)\n")
      Output.write(replay.next() ?? "")
      guard isThere, replay.played < transcript.lines.count || at != nil else { continue }
      if at != nil || !profile.isInputTerminal { if at != nil { break } else { continue } }
      if case .endOfInput = source.readLine(prompt: "(Enter) ") { break }
    }
    if let divergence = replay.divergence {
      Output.message(
        "kubestep: line \(divergence.number) came out differently: \(divergence.line)\n")
    }
    guard at != nil else { return }
    let driver = SessionDriver(replay.session, profile: profile)
    throw Leave(status: driver.run(historyName: "play.history"))
  }
}

/// Transcripts on disk.
enum TranscriptFiles {
  static func read(_ path: String) throws -> Transcript {
    let found = Disk.read(path)
    guard let text = found.text else {
      throw Leave(status: 2, message: "kubestep: \(path): \(found.problem)")
    }
    do throws(TranscriptError) { return try Transcript(parsing: text) } catch {
      throw Leave(status: 2, message: "kubestep: \(path): \(error.message)")
    }
  }
}
