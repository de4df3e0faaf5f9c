import ArgumentParser
import Cluster
import Console
import Foundation
import Resources
import Terminal
import Transcripts
import Tree

/// The version that `--version` and every recording name.
let engineVersion = Engine.version

/// `kubestep sandbox`: a world without a lesson.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "A world without a lesson: type anything.",
    discussion: "Lines come from -c, else from standard input, else from the prompt.")

  @Option(help: "A built-in world, or a world file.") var world: String?
  @Option(help: "So many nodes instead (1 to 5000).") var nodes: Int?
  @Option(help: "The seed of everything random.") var seed: UInt64?
  @Option(help: "Record the session to a file.") var record: String?
  @Flag(help: "The prompt returns as soon as a command ends; step and continue move time.")
  var manual = false
  @Flag(help: "One JSON object a line: line, out, err, exit.") var json = false
  @Option(help: "en or zh-Hans.") var lang: String?
  @Option(name: .customShort("c"), help: ArgumentHelp("A line to run.", valueName: "line"))
  var lines: [String] = []

  mutating func run() throws {
    let asked = self
    try MainActor.assumeIsolated { try asked.start() }
  }

  @MainActor private func start() throws {
    let profile = TerminalProfile.current()
    let setup = try worldSetup()
    let language = try Languages.chosen(lang)
    Room.prepare(forNodes: setup.nodes.count)
    var console = Console(setup, language: language, isManual: manual)
    if !manual { console.typingTime = Console.sandboxTypingTime }
    console.isTerminal = profile.isOutputTerminal && !json
    console.columns = profile.columns
    console.isAccessible = profile.isAccessible
    var start = SessionStart()
    start.world = setup.tree
    start.language = language
    start.seed = setup.seed
    start.isManual = manual
    let recording = try record.map { try RecordingFile($0, header(profile), start) }
    if json { throw Leave(status: JSONLines(console, recording).run(lines)) }
    let driver = SessionDriver(console, profile: profile, recording: recording)
    if lines.isEmpty {
      if profile.isInputTerminal { Output.write(greeting(setup, language)) }
      throw Leave(status: driver.run(historyName: "sandbox.history"))
    }
    for line in lines { driver.take(line, prompt: driver.session.prompt) }
    recording?.end(status: driver.session.exit)
    throw Leave(status: driver.session.exit)
  }

  private func greeting(_ setup: WorldSetup, _ language: Language) -> String {
    Text(
      "A cluster of \(setup.nodes.count) nodes. Type kubectl, or help; Ctrl-D leaves.\n",
      "一个有 \(setup.nodes.count) 个节点的集群。输入 kubectl 或 help；Ctrl-D 离开。\n")[language]
  }

  private func header(_ profile: TerminalProfile) -> CastHeader {
    var header = CastHeader()
    header.columns = profile.columns
    header.rows = profile.rows
    header.terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    header.timestamp = Int64(time(nil))
    header.command = "kubestep sandbox"
    return header
  }

  private func worldSetup() throws -> WorldSetup {
    var setup = WorldSetup.standard
    if let world {
      if let known = Worlds.named(world) {
        setup = known
      } else {
        setup = try WorldFiles.read(world)
      }
    }
    if let nodes {
      guard (1...5_000).contains(nodes) else {
        throw Leave(status: 2, message: "kubestep: --nodes takes a number from 1 to 5000")
      }
      setup = .numbered(nodes)
    }
    if let seed { setup.seed = seed }
    return setup
  }
}

/// World files on disk.
enum WorldFiles {
  static func read(_ path: String) throws -> WorldSetup {
    let found = Disk.read(path)
    guard let text = found.text else {
      let known = Worlds.all.map(\.name).joined(separator: ", ")
      throw Leave(
        status: 2, message: "kubestep: \(path): \(found.problem); built-in worlds are \(known)")
    }
    do throws(WorldFileError) { return try WorldSetup(parsing: text) } catch {
      throw Leave(status: 3, message: "kubestep: \(path): \(error.message)")
    }
  }
}

/// Which language a session is in: the flag, else the environment's locale, else English.
enum Languages {
  static func chosen(_ flag: String?) throws -> Language {
    if let flag {
      guard let language = Language(rawValue: flag) else {
        throw Leave(status: 2, message: "kubestep: --lang takes en or zh-Hans, not \(flag)")
      }
      return language
    }
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first {
      !$0.isEmpty
    }
    return locale?.hasPrefix("zh") == true ? .chinese : .english
  }
}

/// `sandbox --json`: a line in, an object out, flushed.
@MainActor
struct JSONLines {
  private var console: Console
  private let recording: RecordingFile?

  init(_ console: Console, _ recording: RecordingFile?) {
    self.console = console
    self.recording = recording
  }

  @MainActor func run(_ lines: [String]) -> Int32 {
    var copy = self
    return copy.runAll(lines)
  }

  @MainActor private mutating func runAll(_ lines: [String]) -> Int32 {
    if lines.isEmpty {
      let reader = PlainReader(file: 0, warn: { Output.message($0) })
      while case .line(let line) = reader.readLine(prompt: "") { answer(line) }
    } else {
      for line in lines { answer(line) }
    }
    recording?.end(status: console.exit)
    Main.keep(console)
    return console.exit
  }

  private mutating func answer(_ line: String) {
    let prompt = console.prompt
    recording?.typed(line, prompt: prompt)
    let recording = recording
    var outcome = console.run(line) { path in
      let found = Disk.read(path)
      recording?.read(path, found.text, problem: found.problem)
      return found
    }
    for (path, bytes) in console.drainFiles() {
      guard let problem = Disk.put(path, bytes) else { continue }
      outcome.err += "kubestep: \(path): \(problem)\n"
      outcome.exit = 1
    }
    recording?.output(outcome.out + outcome.err)
    recording?.finished(digest: console.digest(), exit: outcome.exit)
    let object: Value = [
      "line": .string(line), "out": .string(outcome.out), "err": .string(outcome.err),
      "exit": .int(Int64(outcome.exit)),
    ]
    Output.write(object.json(escapingHTML: false) + "\n")
  }
}
