import ArgumentParser
import Cluster
import Console
import Manifest
import Resources
import Terminal
import Transcripts
import Tree

/// `kubestep fuzz`: what `make fuzz` runs. A crash or a hang fails by itself; everything else is checked here.
struct FuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz", abstract: "Throw wrong input at everything that reads.",
    shouldDisplay: false)

  @Option(help: "How many inputs of each kind.") var runs = 20_000
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Option(help: "Lines to start from.") var seeds = "Tests/Fixtures/lines.txt"
  @Flag(help: "Print each input before it is tried, to find the one that crashes.") var trace =
    false

  mutating func run() throws {
    let lines = (Disk.read(seeds).text ?? "").split(separator: "\n").map(String.init)
    var failures = 0
    failures += fuzzReaders()
    fuzzFrames()
    failures += try fuzzLessons()
    failures += fuzzLines(lines)
    Output.write(
      failures == 0 ? "nothing crashed, hung or was corrupted\n" : "\(failures) failures\n")
    if failures > 0 { throw Leave(status: 1) }
  }

  private func show(_ text: String) {
    if trace { Output.message(Value.string(text).json() + "\n") }
  }

  /// Parsers: any answer will do, as long as there is one, and what was read can be written and read again.
  private func fuzzReaders() -> Int {
    var failures = 0
    var world = Mutator(seeds: Worlds.all.map { $0.setup.tree.yaml() }, seed: seed)
    var cast = Mutator(seeds: [sampleCast], seed: seed &+ 1)
    var path = Mutator(
      seeds: [
        "{.items[*].metadata.name}", "{range .items[?(@.a==\"b\")]}{.x[0:2]}{\"\\n\"}{end}",
        "{..name}",
      ], seed: seed &+ 2)
    for _ in 0..<runs {
      let yaml = world.next()
      show(yaml)
      if let manifest = try? Manifest(parsing: yaml) {
        for document in manifest.documents {
          if (try? Manifest(parsing: document.value.yaml()))?.documents.first?.value
            != document.value, !document.value.isNull
          {
            failures += 1
            Output.write("YAML does not read back: \(Value.string(yaml).json())\n")
          }
        }
      }
      _ = try? WorldSetup(parsing: yaml)
      let transcript = cast.next()
      show(transcript)
      _ = try? Transcript(parsing: transcript)
      if let value = try? Value(json: transcript), (try? Value(json: value.json())) != value {
        failures += 1
      }
      let template = path.next()
      show(template)
      _ = try? JSONPath(parsing: template)
      _ = try? Selector(parsing: template)
      _ = try? FieldSelector(parsing: template)
      _ = try? Quantity(parsing: template)
    }
    Output.write("\(runs) worlds, transcripts, paths, selectors and quantities\n")
    return failures
  }

  private var sampleCast: String {
    var start = SessionStart()
    start.world = WorldSetup.standard.tree
    var (recorder, lines) = Recorder.begin(CastHeader(), start, at: 0)
    lines += recorder.typed("kubectl get pods", prompt: "> ", at: 10)
    lines += recorder.output("No resources found\n", at: 20)
    lines += recorder.finished(digest: "00", exit: 0, at: 30)
    lines += recorder.end(status: 0, at: 40)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Sessions of mutated lines: each ends, a refused line changes nothing, and the whole replays.
  private func fuzzLines(_ seeds: [String]) -> Int {
    var failures = 0
    let perSession = 40
    var mutator = Mutator(seeds: seeds + LineGrammar.prompt, seed: seed &+ 3)
    for _ in 0..<max(1, runs / perSession) {
      var lines: [String] = []
      for _ in 0..<perSession {
        switch mutator.below(3) {
        case 0: lines.append(mutator.next())
        case 1: lines.append(LineGrammar.line(&mutator))
        default: lines.append(seeds.isEmpty ? "where" : mutator.pick(seeds))
        }
      }
      failures += trySession(lines)
    }
    Output.write("\(runs) lines in sessions of \(perSession), each played twice\n")
    return failures
  }

  /// The state after a line that does nothing: typing it takes as long, and what is due then happens all the same.
  private func digest(idle console: Console) -> String {
    var console = console
    _ = console.run("true") { _ in (nil, "") }
    return console.digest()
  }

  private func trySession(_ lines: [String]) -> Int {
    var failures = 0
    var first = Console(.standard)
    var second = Console(.standard)
    for line in lines {
      show(line)
      var before = first
      let outcome = first.run(line) { _ in (nil, "no such file or directory") }
      let isRefused =
        outcome.exit != 0 && outcome.out.isEmpty && !line.contains(";") && !line.contains("&")
        && !line.contains("|") && !line.contains("$(") && !line.contains("`")
        && !line.contains("\n") && !line.contains(">")
      if isRefused, !first.timeline.isInPast, outcome.err.hasPrefix("error:"),
        first.digest() != before.digest(), first.digest() != digest(idle: before)
      {
        failures += 1
        Output.write("refused, and yet something changed: \(Value.string(line).json())\n")
      }
      let again = second.run(line) { _ in (nil, "no such file or directory") }
      if again != outcome || first.digest() != second.digest() {
        failures += 1
        Output.write("came out differently the second time: \(Value.string(line).json())\n")
        break
      }
    }
    return failures
  }
}
