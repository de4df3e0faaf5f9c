import Cluster
import Console
import Foundation
import Simulation
import Testing
import Transcripts
import Tree

@Suite struct TranscriptTests {
  private func recorded(_ lines: [String]) -> String {
    var console = Console(.standard)
    console.typingTime = Console.sandboxTypingTime
    var start = SessionStart()
    start.world = WorldSetup.standard.tree
    var (recorder, text) = Recorder.begin(CastHeader(), start, at: 0)
    for line in lines {
      text += recorder.typed(line, prompt: console.prompt, at: 1)
      let outcome = console.run(line) { _ in (nil, "no such file or directory") }
      text += recorder.output(outcome.out, at: 2)
      text += recorder.finished(digest: console.digest(), exit: outcome.exit, at: 3)
    }
    text += recorder.end(status: console.exit, at: 4)
    return text.map { $0 + "\n" }.joined()
  }

  private func replay(_ text: String) throws -> Replay {
    let transcript = try Transcript(parsing: text)
    let start = try #require(transcript.start)
    let setup = try WorldSetup(parsing: start.world.yaml())
    var console = Console(setup, language: start.language)
    console.typingTime = Console.sandboxTypingTime
    var replay = Replay(transcript, session: console)
    replay.finish()
    return replay
  }

  private static let lines = [
    "kubectl create deployment web --image=nginx:1.25 --replicas=2", "kubectl get pods", "back 3",
    "step 2",
    "kubectl scale deployment web --replicas=1", "why deploy/web .spec.replicas", "nonsense",
    "undo", "map",
  ]

  @Test func whatWasRecordedReplays() throws {
    let replay = try replay(recorded(Self.lines))
    #expect(replay.divergence == nil)
    #expect(replay.played == Self.lines.count)
  }

  @Test func aForgedLineIsFound() throws {
    let text = recorded(Self.lines).replacingOccurrences(of: "replicas=2", with: "replicas=3")
    #expect(try replay(text).divergence?.number == 1)
  }

  @Test func aTornLastLineIsNoError() throws {
    let text = recorded(Self.lines)
    for cut in stride(from: 1, to: 200, by: 7) {
      let transcript = try Transcript(parsing: String(text.dropLast(cut)))
      #expect(!transcript.isComplete || cut <= 1)
    }
  }

  @Test func whatIsNoTranscriptIsRefusedWithItsPlace() {
    for (text, line) in [("", 1), ("{}", 1), ("{\"version\":2}\n", 1), ("[1]", 1)] {
      do throws(TranscriptError) {
        _ = try Transcript(parsing: text)
        Issue.record("\(text) was taken for a transcript")
      } catch { #expect(error.line == line) }
    }
  }

  /// Every transcript in the repository replays bit for bit.
  @Test func everyKeptTranscriptReplays() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("transcripts")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix("sandbox") && $0.hasSuffix(".cast") }.sorted()
    #expect(!files.isEmpty)
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      let divergence = try replay(text).divergence
      #expect(divergence == nil, "\(file): \(String(describing: divergence))")
    }
  }
}
