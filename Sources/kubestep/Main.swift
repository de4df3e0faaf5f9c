import ArgumentParser
import Cluster
import Console
import Foundation
import Tree

@main
struct Kubestep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kubestep", subcommands: [SandboxCommand.self])
}

struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sandbox")
  @Flag var json = false
  @Option var nodes = 3
  @Option(name: .short) var c: [String] = []

  func run() throws {
    var sandbox = Console(.numbered(nodes))
    func handle(_ line: String) {
      let outcome = sandbox.run(line) { path in
        guard let data = FileManager.default.contents(atPath: path) else {
          return (nil, "error: the path \"\(path)\" does not exist")
        }
        return (String(decoding: data, as: UTF8.self), "")
      }
      if json {
        let object: Value = [
          "line": .string(line), "out": .string(outcome.out), "err": .string(outcome.err),
          "exit": .int(Int64(outcome.exit)),
        ]
        print(object.json(escapingHTML: false))
        fflush(nil)
      } else {
        print(outcome.out, terminator: "")
        FileHandle.standardError.write(Data(outcome.err.utf8))
      }
    }
    if c.isEmpty {
      while let line = readLine() { handle(line) }
    } else {
      for line in c { handle(line) }
    }
  }
}
